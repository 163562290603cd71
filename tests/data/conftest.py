"""What the tests of the sample company share."""

import importlib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

SOURCES = Path(__file__).parents[2] / "data" / "sample_sources"


@pytest.fixture
def load(monkeypatch: pytest.MonkeyPatch) -> Callable[[str], Any]:
    """Imports a module that lies beside the build script, as the script itself does."""
    monkeypatch.syspath_prepend(str(SOURCES))
    return importlib.import_module
