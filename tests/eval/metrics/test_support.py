from typing import Any

import pytest

from eval.metrics.support import CITATION_SUPPORT, cited_pairs, supports
from pipelines.records import Source

SECTION = Source(
    key="SOP-LOG-001 §4.3",
    section_id="SOP-LOG-001#4.3",
    heading="出貨異常",
    text="出貨異常須於 24 小時內通報物流部門，並由倉儲主管核定是否補發貨物；逾期不得補發。",
)
KEY = "[SOP-LOG-001 §4.3]"


def _support(case: Any, text: str, *sources: Source) -> Any:
    return CITATION_SUPPORT.score([case(text, answered={"sources": sources or (SECTION,)})])[0]


@pytest.mark.parametrize(
    ("said", "held"),
    [
        ("出貨異常須於 24 小時內通報物流部門", True),
        ("出貨異常須於二十四小時內通報物流部門", True),
        ("出貨異常須於 48 小時內通報物流部門", False),
        ("由業務經理決定是否退款給客戶", False),
        ("逾期得補發", False),
        ("24 小時", False),
        ("出貨異常多久內要通報？", False),
    ],
)
def test_a_section_supports_what_it_states_and_nothing_else(said: str, held: bool) -> None:
    assert supports(SECTION, said) is held


def test_each_citation_of_each_statement_counts(case: Any) -> None:
    other = Source(key="FAQ-001", section_id="FAQ-001", heading="", text="金級會員運費 92 折。")
    text = f"須於 24 小時內通報物流部門 {KEY}[FAQ-001]。金級會員運費 92 折 [FAQ-001]。"
    assert len(cited_pairs(case(text, answered={"sources": (SECTION, other)}))) == 3
    assert _support(case, text, SECTION, other).value == pytest.approx(2 / 3)


def test_the_wrong_section_may_still_support_what_is_said(case: Any) -> None:
    made = case(f"逾期不得補發 {KEY}。", golden_keys=("FAQ-001",), answered={"sources": (SECTION,)})
    assert CITATION_SUPPORT.score([made])[0].value == 1.0


@pytest.mark.parametrize("text", ["所提供的文件沒有這個問題的答案。", "24 小時內通報。", "", "24 小時內 [FAQ-009]。"])
def test_without_a_citation_of_a_section_shown_there_is_a_reason(case: Any, text: str) -> None:
    measured = _support(case, text)
    assert measured.value is None
    assert measured.reason
