"""The page about judges names what there is."""

import re
from pathlib import Path

from eval.judges import JUDGED
from eval.judges.calibration import calibration
from pipelines.score.judge_config import JudgeConfig

PAGE = (Path(__file__).parents[2] / "docs" / "judge.md").read_text(encoding="utf-8")


def test_the_table_has_every_metric_in_the_order_of_the_code() -> None:
    assert re.findall(r"^\| `(\w+)` \|", PAGE, re.MULTILINE) == [metric.name for metric in JUDGED]


def test_every_key_that_the_page_names_exists() -> None:
    named = set(re.findall(r"score\.judge\.(\w+)", PAGE))
    assert named
    assert named <= set(JudgeConfig.__dataclass_fields__)


def test_the_calibration_set_has_the_size_that_the_page_tells() -> None:
    sources = sum(item.kind.startswith("golden") for item in calibration())
    assert f"{len(calibration()) - sources} answers and {sources} sets of sources" in PAGE
