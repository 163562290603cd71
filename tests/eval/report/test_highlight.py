from html import unescape

from hypothesis import given
from hypothesis import strategies as st

from eval.report.highlight import marked

PARAGRAPH = "出貨異常須於 24 小時內通報物流部門。由倉儲主管核定是否補發貨物；費用以 v1.2 版為準。"


def test_the_sentence_that_an_answer_repeats_is_marked_and_no_other() -> None:
    found = marked(PARAGRAPH, "由倉儲主管核定是否補發貨物。")
    assert found.count("<mark>") == 1
    assert "<mark>由倉儲主管核定是否補發貨物；</mark>" in found


def test_a_number_with_a_point_does_not_end_a_sentence() -> None:
    english = "Version 1.2 costs NT$3.5. It ships on Monday."
    assert (
        marked(english, "It costs NT$3.5 in version 1.2")
        == "<mark>Version 1.2 costs NT$3.5.</mark> It ships on Monday."
    )


def test_nothing_is_marked_where_nothing_looks_like_the_answer() -> None:
    assert "<mark>" not in marked(PARAGRAPH, "The documents do not say.")
    assert "<mark>" not in marked(PARAGRAPH, "")


@given(st.text(), st.text())
def test_the_paragraph_is_whole_and_escaped_whatever_it_holds(paragraph: str, answer: str) -> None:
    found = marked(paragraph, answer)
    assert unescape(found.replace("<mark>", "").replace("</mark>", "")) == unescape(paragraph) or "&" in paragraph
    assert "<" not in found.replace("<mark>", "").replace("</mark>", "")
