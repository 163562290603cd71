from typing import Any

import pytest

from eval.metrics.shown import ERROR, HALLUCINATION, answer_was_shown
from pipelines.records import Source

REFUSAL = "所提供的文件沒有這個問題的答案。"
OTHER = Source(key="FAQ-001", section_id="FAQ-001", heading="", text="別的事。")


def _rates(case: Any) -> tuple[float | None, float | None]:
    return HALLUCINATION.score([case])[0].value, ERROR.score([case])[0].value


@pytest.mark.parametrize(
    ("text", "changes", "rates"),
    [
        ("24 小時", {}, (None, 0.0)),
        (REFUSAL, {}, (None, 1.0)),
        ("24 小時", {"answerable": False}, (1.0, None)),
        (REFUSAL, {"answerable": False}, (0.0, None)),
        ("24 小時", {"answered": {"sources": (OTHER,)}}, (1.0, None)),
        (REFUSAL, {"answered": {"sources": (OTHER,)}}, (0.0, None)),
        ("24 小時", {"answered": {"sources": ()}}, (None, None)),
    ],
)
def test_what_was_shown_decides_what_was_owed(case: Any, text: str, changes: Any, rates: Any) -> None:
    assert _rates(case(text, **changes)) == rates


def test_without_sources_nothing_can_be_said(case: Any) -> None:
    assert answer_was_shown(case("24 小時", answered={"sources": ()})) is None
    assert answer_was_shown(case("24 小時"))
