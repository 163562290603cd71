"""People see keys, models write handles, and what points nowhere is told apart."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipelines.language.citations import escape_key, handle, resolve, with_handles, without_citations

KEYS = ["FAQ-001", "SOP-LOG-001 §4.3", "HR-001 第三條"]


def test_a_label_is_written_with_handles() -> None:
    assert with_handles("24 小時內 [SOP-LOG-001 §4.3]。", KEYS) == "24 小時內 [2]。"
    assert with_handles("Two of them [FAQ-001][HR-001 第三條].", KEYS) == "Two of them [1][3]."


def test_a_label_that_cites_what_is_not_shown_is_an_error() -> None:
    with pytest.raises(ValueError, match="not among the sources shown"):
        with_handles("24 小時內 [SOP-LOG-001 §9]。", KEYS)


@pytest.mark.parametrize("written", ["24 小時內[2]。", "24 小時內 [2]。", "24 小時內［２］。", "24 小時內 [ 2 ]。"])
def test_a_handle_is_read_in_every_width_and_spacing(written: str) -> None:
    cited = resolve(written, KEYS)
    assert cited.text == "24 小時內 [SOP-LOG-001 §4.3]。"
    assert cited.citations == ("SOP-LOG-001 §4.3",)
    assert cited.invented == ()


def test_several_handles_stand_together_and_count_once_each() -> None:
    cited = resolve("甲[1][2]，乙[1]。", KEYS)
    assert cited.text == "甲 [FAQ-001][SOP-LOG-001 §4.3]，乙 [FAQ-001]。"
    assert cited.citations == ("FAQ-001", "SOP-LOG-001 §4.3")


def test_a_handle_that_points_nowhere_is_taken_out_and_kept_apart() -> None:
    cited = resolve("24 小時內[7]。", KEYS)
    assert (cited.text, cited.citations, cited.invented) == ("24 小時內。", (), ("[7]",))


def test_brackets_of_a_key_cannot_close_the_citation() -> None:
    assert escape_key("表[甲]") == "表［甲］"
    assert resolve("是[1]。", ["表[甲]"]).text == "是 [表［甲］]。"
    assert with_handles("是 [表［甲］]。", ["表[甲]"]) == "是 [1]。"


def test_an_answer_is_compared_without_its_citations() -> None:
    assert without_citations("24 小時內 [SOP-LOG-001 §4.3]。") == "24 小時內。"


@given(st.integers(min_value=1, max_value=3), st.text(alphabet="甲乙丙ab 12%，", max_size=12))
def test_a_label_and_its_handles_are_two_forms_of_one_answer(place: int, text: str) -> None:
    label = f"{text.strip()}甲 [{KEYS[place - 1]}]。"
    written = with_handles(label, KEYS)
    assert handle(place) in written
    assert resolve(written, KEYS).text == label


@given(st.text(max_size=60))
def test_any_text_can_be_resolved_and_cites_only_what_is_shown(text: str) -> None:
    assert set(resolve(text, KEYS).citations) <= set(KEYS)
