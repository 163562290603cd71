"""Every message of promote, in full."""

from dataclasses import replace
from pathlib import Path

import pytest

from pipelines.answering.champion import Champion
from pipelines.answering.engine_config import EngineConfig
from pipelines.promote.config import Config
from pipelines.promote.registry import crown, current_champion
from pipelines.promote.work import judge
from pipelines.records import Answer, read_records
from pipelines.runtime.config import compose
from pipelines.runtime.errors import UserError
from pipelines.runtime.folders import Folders
from pipelines.runtime.tracking import TrackingConfig, open_store
from tests.eval.makers import copy_store, write_answers, write_line, write_scores


@pytest.fixture
def folders(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Folders:
    """Data folders below the current folder, with an empty tracking store."""
    monkeypatch.chdir(tmp_path)
    return copy_store(Folders(Path("data")))


CONFIG = compose(Config, ["model=smollm2_135m"])


def message_of(config: Config, folders: Folders) -> str:
    with pytest.raises(UserError) as caught:
        judge(config, folders)
    return str(caught.value)


def test_there_is_no_candidate(folders: Folders) -> None:
    assert message_of(CONFIG, folders) == (
        "error: there is no candidate to judge: data/adapters/candidate/adapter_card.json does not exist\n"
        "\n"
        "hint: train one with `python -m pipelines.train`, or run the whole line with `dvc repro score`"
    )


def test_the_candidate_was_judged_on_another_base_model(folders: Folders) -> None:
    write_scores(write_line(folders.root, count=8, groups=4))
    other = replace(CONFIG, model=replace(CONFIG.model, name="gemma3_270m"))
    assert message_of(other, folders) == (
        "error: the candidate was judged on another base model than the configured one\n"
        "  judged: smollm2_135m, configured: gemma3_270m\n"
        "\n"
        "hint: run `python -m pipelines.promote model=smollm2_135m`"
    )


def test_the_candidate_was_judged_on_another_engine(folders: Folders) -> None:
    write_line(folders.root, count=8, groups=4)
    answers = read_records(folders.answers / "candidate.jsonl", Answer)
    write_answers(folders, "candidate", [replace(answer, engine="vllm 1", dtype="bfloat16") for answer in answers])
    write_scores(folders)
    assert message_of(CONFIG, folders) == (
        "error: the candidate was judged on another engine than the configured one\n"
        "  judged: vllm 1, configured: a model in this process\n"
        "\n"
        "hint: run it with the `answer` settings that the answers were written with, or answer again"
    )
    write_answers(folders, "candidate", [replace(answer, engine="transformers") for answer in answers])
    write_scores(folders)
    engine = EngineConfig(url="http://localhost:8000/v1", candidate="c")
    other = replace(CONFIG, answer=replace(CONFIG.answer, engine=engine))
    assert "judged: transformers, configured: an engine at http://localhost:8000/v1" in message_of(other, folders)


def test_the_tracking_store_cannot_be_used(folders: Folders) -> None:
    config = replace(CONFIG, tracking=TrackingConfig(uri="nowhere://x"))
    first, second, *rest = message_of(config, folders).splitlines()
    assert first == "error: the tracking store nowhere://x cannot be used"
    assert second.startswith("  ")
    assert rest == ["", "hint: check `tracking.uri`, or leave it empty for a file below the data folder"]


def test_the_champion_changed_meanwhile_or_was_set_by_hand(folders: Folders) -> None:
    store = open_store(TrackingConfig(), folders)
    store.client.create_registered_model("groundsmith")
    store.client.create_model_version("groundsmith", source=folders.root.absolute().as_uri())
    store.client.set_registered_model_alias("groundsmith", "champion", "1")
    with pytest.raises(UserError) as by_hand:
        current_champion(store, "groundsmith", folders)
    assert str(by_hand.value) == (
        "error: version 1 of `groundsmith` holds the alias `champion` but has no tag `adapter_hash`\n"
        "\n"
        "hint: the alias was moved by hand; move it to a version that `promote` registered, or delete it"
    )
    with pytest.raises(UserError) as meanwhile:
        new = Champion(name="groundsmith", version=2, adapter_hash="a", tracking_uri=store.uri)
        crown(store, folders, new, expected=None)
    assert str(meanwhile.value) == (
        "error: the champion of `groundsmith` changed while this candidate was judged\n"
        "  expected version none, found version 1\n"
        "\n"
        "hint: judge it against the new champion: `python -m pipelines.promote`"
    )
