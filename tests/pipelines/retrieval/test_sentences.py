"""A section is found by its best sentence too, not by words that lie all over it."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipelines.language.query import asked
from pipelines.records.section import Section
from pipelines.retrieval import sentences as module
from pipelines.retrieval.bm25 import Lexical
from pipelines.retrieval.sentences import Sentences
from tests.pipelines.retrieval.makers import WORDS, section

SCATTERED = section("§1", "異常須記錄。主管每月查核。部門間的通報另訂。倉儲每季盤點。出貨單保存二年。")
TOGETHER = section("§2", "倉儲主管於出貨異常時通報。其餘事項如保養、盤點、清潔、進貨、退貨、報廢，均依年度計畫辦理。")


def scores(sections: list[Section], *questions: str) -> np.ndarray:
    """Mixed scores, questions × sections."""
    found = [asked(question) for question in questions]
    return Sentences.build(sections).with_best(Lexical.build(sections).scores(found), found)


def test_a_section_that_answers_in_one_sentence_gains_over_one_with_the_same_words_apart() -> None:
    found = [asked("出貨異常由誰通報倉儲主管？")]
    whole = Lexical.build([SCATTERED, TOGETHER]).scores(found)[0]
    mixed = scores([SCATTERED, TOGETHER], "出貨異常由誰通報倉儲主管？")[0]
    assert mixed[1] / mixed[0] > whole[1] / whole[0]


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("須於 24 小時內通報。逾期者加收費用！", ["須於 24 小時內通報。", "逾期者加收費用！"]),
        ("Report it at once. The supervisor approves. See v2.1 below.", 3),
        ("1. The clerk signs.\n2. The driver leaves.", ["1. The clerk signs.", "2. The driver leaves."]),
        ("3 至 5 天；假日除外", 2),
        ("沒有句號", ["沒有句號"]),
        ("", [""]),
    ],
)
def test_sentences_end_at_stops_and_lines_and_not_at_list_numbers(text: str, parts: list[str] | int) -> None:
    found = Sentences.build([section("§1", text)]).lexical.weights.shape[1]
    assert found == (parts if isinstance(parts, int) else len(parts))
    if not isinstance(parts, int):
        assert [part.strip() for part in module._split(text)] == parts


def test_a_sentence_is_found_under_its_sections_headings() -> None:
    under = section("§6", "每年一次。費用自付。", heading_path=("六、冷鏈設備校正",))
    other = section("§7", "每年一次。費用自付。", heading_path=("七、車輛檢查",))
    first, second = scores([under, other], "冷鏈設備多久校正一次？")[0]
    assert first > second


def test_sections_without_a_shared_word_stay_at_nothing() -> None:
    assert scores([SCATTERED, section("§3", "")], "Zürich", "").tolist() == [[0, 0], [0, 0]]


def test_no_sections_and_no_questions_are_no_mistake() -> None:
    assert scores([], "出貨").shape == (1, 0)
    assert scores([SCATTERED]).shape == (0, 1)


def test_questions_asked_in_small_blocks_score_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    questions = ["出貨異常", "通報主管", "倉儲"]
    at_once = scores([SCATTERED, TOGETHER], *questions)
    monkeypatch.setattr(module, "_CELLS", 1)
    assert np.array_equal(scores([SCATTERED, TOGETHER], *questions), at_once)


TEXTS = st.lists(st.lists(st.sampled_from([*WORDS, "。", "\n", " "]), max_size=8).map("".join), min_size=1, max_size=5)


@given(TEXTS, st.lists(st.sampled_from(WORDS), min_size=1, max_size=3).map("".join))
@settings(max_examples=30, deadline=None)
def test_a_section_scores_if_and_only_if_it_shares_a_word(texts: list[str], question: str) -> None:
    sections = [section(f"§{place}", text) for place, text in enumerate(texts)]
    whole = Lexical.build(sections).scores([asked(question)])
    mixed = scores(sections, question)
    assert np.array_equal(mixed > 0, whole > 0)
    assert np.isfinite(mixed).all()
