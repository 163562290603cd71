from typing import Any

import pytest

from eval.metrics.conformance import TRADITIONAL_CHINESE
from tests.eval.labels import labelled


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("出貨異常須於 24 小時內通報 [SOP-LOG-001 §4.3]。", 1.0),
        ("出货异常须于 24 小时内通报 [SOP-LOG-001 §4.3]。", 0.0),
        ("由主管核定 [文件 说明]。", 1.0),
        ("茶几與皇后的文件", 1.0),
        ("within 24 hours", None),
        ("", None),
    ],
)
def test_simplified_characters_outside_citations_are_told(case: Any, text: str, value: float | None) -> None:
    assert TRADITIONAL_CHINESE.score([case(text)])[0].value == value


def test_an_english_question_has_no_script_to_conform_to(case: Any) -> None:
    measured = TRADITIONAL_CHINESE.score([case("软件", language="en", question="What?")])[0]
    assert (measured.value, measured.reason) == (None, "the question is not Chinese")


def test_no_section_of_the_sample_company_would_fail(case: Any) -> None:
    texts = sorted({source.text for one in labelled() for source in one.case.answer.sources})
    values = [TRADITIONAL_CHINESE.score([case(text)])[0].value for text in texts]
    assert set(values) <= {None, 1.0}
