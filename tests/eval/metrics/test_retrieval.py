from typing import Any

from eval.metrics.retrieval import GOLDEN_SHOWN
from pipelines.records import Source

OTHER = Source(key="SOP-LOG-001 §4.3", section_id="SOP-LOG-001@1#4.3", heading="舊版", text="…")


def test_a_golden_section_in_the_prompt_is_seen(case: Any) -> None:
    assert GOLDEN_SHOWN.score([case("24 小時")])[0].value == 1.0


def test_another_edition_under_the_same_key_is_not_the_golden_section(case: Any) -> None:
    assert GOLDEN_SHOWN.score([case("24 小時", answered={"sources": (OTHER,)})])[0].value == 0.0


def test_an_unanswerable_question_has_nothing_to_show(case: Any) -> None:
    assert GOLDEN_SHOWN.score([case("24 小時", answerable=False)])[0].value is None
