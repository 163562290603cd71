"""The page about engines names what there is."""

import re
from pathlib import Path
from typing import get_args

from pipelines.answering.engine_config import EngineConfig
from pipelines.models.engines import Engine, Kind

PAGE = (Path(__file__).parents[2] / "docs" / "engines.md").read_text(encoding="utf-8")


def test_every_key_that_the_page_names_exists() -> None:
    named = set(re.findall(r"answer\.engine\.(\w+)", PAGE))
    assert named
    assert named <= set(EngineConfig.__dataclass_fields__)


def test_every_engine_that_is_known_has_a_line_with_the_keys_it_gets() -> None:
    rows = dict(re.findall(r"^\| (\S+)[^|]*(\|.*)$", PAGE, re.MULTILINE))
    for kind in set(get_args(Kind)) - {"other"}:
        words = Engine(kind=kind, name="x", dtype=None, models=()).words((1,))
        (row,) = [row for name, row in rows.items() if name.lower() == kind]
        assert all(f"`{word}" in row for word in words)
