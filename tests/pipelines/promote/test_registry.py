from types import SimpleNamespace
from typing import Any

import pytest

from pipelines.answering.champion import Champion, read_champion
from pipelines.promote.registry import crown, current_champion
from pipelines.runtime.errors import UserError
from pipelines.runtime.folders import Folders
from pipelines.runtime.tracking import TrackingConfig, open_store
from tests.eval.makers import copy_store


@pytest.fixture(scope="module")
def folders(tmp_path_factory: Any) -> Any:
    """Data folders with a tracking store."""
    return copy_store(Folders(tmp_path_factory.mktemp("data")))


@pytest.fixture
def registry(folders: Any, request: Any) -> Any:
    """A registered model with two versions that no alias points to yet; each test has a name of its own."""
    store, name = open_store(TrackingConfig(), folders), request.node.name
    store.client.create_registered_model(name)
    for adapter in ("a1", "a2"):
        made = store.client.create_model_version(name, source=folders.root.absolute().as_uri())
        store.client.set_model_version_tag(name, made.version, "adapter_hash", adapter)
    return SimpleNamespace(store=store, name=name, folders=folders)


def _champion(registry: Any, version: Any) -> Any:
    return Champion(name=registry.name, version=version, adapter_hash=f"a{version}", tracking_uri=registry.store.uri)


def test_before_the_first_promotion_there_is_no_champion(registry: Any) -> None:
    assert current_champion(registry.store, registry.name, registry.folders) is None
    assert current_champion(registry.store, "unknown", registry.folders) is None


def test_a_crowned_version_is_the_champion_in_registry_and_pointer(registry: Any) -> None:
    crown(registry.store, registry.folders, _champion(registry, 1), expected=None)
    assert current_champion(registry.store, registry.name, registry.folders) == _champion(registry, 1)
    assert read_champion(registry.folders) == _champion(registry, 1)
    crown(registry.store, registry.folders, _champion(registry, 2), expected=1)
    assert read_champion(registry.folders) == _champion(registry, 2)


def test_crowning_the_champion_again_changes_nothing(registry: Any) -> None:
    crown(registry.store, registry.folders, _champion(registry, 1), expected=None)
    crown(registry.store, registry.folders, _champion(registry, 1), expected=1)
    assert current_champion(registry.store, registry.name, registry.folders) == _champion(registry, 1)


def test_a_champion_that_changed_meanwhile_is_not_overwritten(registry: Any) -> None:
    crown(registry.store, registry.folders, _champion(registry, 1), expected=None)
    with pytest.raises(UserError) as error:
        crown(registry.store, registry.folders, _champion(registry, 2), expected=None)
    assert error.value.details == ("expected version none, found version 1",)
    assert current_champion(registry.store, registry.name, registry.folders) == _champion(registry, 1)


def test_a_pointer_that_is_behind_the_registry_is_brought_up_to_date(registry: Any) -> None:
    registry.store.client.set_registered_model_alias(registry.name, "champion", "2")
    assert current_champion(registry.store, registry.name, registry.folders) == _champion(registry, 2)
    assert read_champion(registry.folders) == _champion(registry, 2)


def test_an_alias_on_a_version_that_names_no_adapter_is_the_users_mistake(registry: Any) -> None:
    registry.store.client.delete_model_version_tag(registry.name, "1", "adapter_hash")
    registry.store.client.set_registered_model_alias(registry.name, "champion", "1")
    with pytest.raises(UserError, match="has no tag `adapter_hash`"):
        current_champion(registry.store, registry.name, registry.folders)
