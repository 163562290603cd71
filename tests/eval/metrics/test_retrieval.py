from typing import Any

import pytest

from eval.metrics.retrieval import DEPTHS, GOLDEN_SHOWN, GOLDEN_SHOWN_AT
from pipelines.records import Source

OTHER = Source(key="SOP-LOG-001 §4.3", section_id="SOP-LOG-001@1#4.3", heading="舊版", text="…")


def test_a_golden_section_in_the_prompt_is_seen(case: Any) -> None:
    assert GOLDEN_SHOWN.score([case("24 小時")])[0].value == 1.0


def test_another_edition_under_the_same_key_is_not_the_golden_section(case: Any) -> None:
    assert GOLDEN_SHOWN.score([case("24 小時", answered={"sources": (OTHER,)})])[0].value == 0.0


def test_an_unanswerable_question_has_nothing_to_show(case: Any) -> None:
    assert GOLDEN_SHOWN.score([case("24 小時", answerable=False)])[0].value is None


def _at_depths(case: Any) -> list[float | None]:
    return [metric.score([case])[0].value for metric in GOLDEN_SHOWN_AT]


@pytest.mark.parametrize(
    ("rank", "values"),
    [(1, [1, 1, 1, 1]), (3, [0, 1, 1, 1]), (4, [0, 0, 1, 1]), (10, [0, 0, 0, 1]), (11, [0] * 4), (0, [0] * 4)],
)
def test_a_golden_section_is_shown_from_its_rank_on(case: Any, rank: int, values: list[float]) -> None:
    assert DEPTHS == (1, 3, 5, 10)
    assert _at_depths(case("24 小時", answered={"golden_rank": rank})) == values


def test_at_every_depth_there_is_a_reason_where_nothing_was_retrieved_or_nothing_is_golden(case: Any) -> None:
    arranged, unanswerable = case("24 小時"), case("24 小時", answerable=False, answered={"golden_rank": 1})
    assert _at_depths(arranged) == _at_depths(unanswerable) == [None] * 4
    reasons = {metric.score([one])[0].reason for metric in GOLDEN_SHOWN_AT for one in (arranged, unanswerable)}
    assert reasons == {"the arm's sources are not what retrieval found", "the question has no golden section"}
