"""Answers in the sources' own words: what is quoted, and what is left as the model wrote it."""

import re
from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipelines.answering import quoting
from pipelines.answering.nearest import Likeness
from pipelines.answering.shown import Asked
from pipelines.answering.writers import Written
from pipelines.language.citations import resolve
from pipelines.language.refusal import REFUSALS
from pipelines.records import Source


def source(key: str, text: str) -> Source:
    return Source(key=key, section_id=key, heading="", text=text, golden=False)


def quoted(
    written: str,
    question: str,
    sources: list[Source],
    *,
    ranked: bool = False,
    confidence: float | None = None,
    likeness: Likeness | None = None,
) -> str:
    asked = Asked(id="q", question=question, sources=tuple(sources), ranked=ranked)
    return quoting.quoted(Written(text=written, completion_tokens=10, confidence=confidence), asked, 0.5, likeness)


RETURNS = source("HR-1 §2", "請假須於三日前申請。病假應附診斷證明，並於七日內補送。")
TRAVEL = source("FIN-2 §4", "出差住宿每晚上限 2,200 元。餐費每日 550 元。")
LEAVE = source("EN-3 p.1", "Sick leave needs a note from a doctor. It is sent within seven days.")


def test_the_sentence_nearest_to_the_question_is_quoted_with_its_source() -> None:
    assert (
        quoted("住宿是 550 元 [1]。", "出差住宿每晚上限多少？", [RETURNS, TRAVEL]) == "出差住宿每晚上限 2,200 元 [2]。"
    )


def test_where_sources_are_as_near_the_one_that_the_model_cites_is_quoted() -> None:
    twin = source("HR-9 §2", RETURNS.text)
    asked = "病假要附什麼？"
    assert quoted("診斷 [1]。", asked, [RETURNS, twin]).endswith("[1]。")
    assert quoted("診斷 [2]。", asked, [RETURNS, twin]).endswith("[2]。")


def test_of_sources_in_the_order_of_retrieval_the_first_is_as_much_ahead_as_a_cited_one() -> None:
    twins = [source(f"HR-{n} §2", RETURNS.text) for n in (1, 2, 3)]
    asked = "病假要附什麼？"
    assert quoted("診斷 [3]。", asked, twins).endswith("[3]。")
    assert quoted("診斷 [3]。", asked, twins, ranked=True).endswith("[1]。")
    assert quoted("住宿 [2]。", "出差住宿每晚上限多少？", [RETURNS, TRAVEL], ranked=True).endswith("[2]。")


def test_of_several_sources_that_the_model_cites_each_is_quoted() -> None:
    rows = [
        source(f"R-1 第{n}列", f"職等：{name}；住宿：NT${n},000") for n, name in enumerate(("處長", "經理", "專員"), 1)
    ]
    written = "處長 NT$1,000 [1]；專員 NT$3,000 [3]。"
    assert quoted(written, "處長的住宿是多少？專員呢？", rows) == (
        "職等：處長；住宿：NT$1,000 [1]；職等：專員；住宿：NT$3,000 [3]。"
    )
    assert quoted("Both [1]; [2].", "病假幾日內補？", [RETURNS, LEAVE]) == "Both [1]; [2]."


@pytest.mark.parametrize("refusal", REFUSALS.values())
def test_a_refusal_stays(refusal: str) -> None:
    assert quoted(refusal, "出差住宿每晚上限多少？", [TRAVEL]) == refusal


@pytest.mark.parametrize("refusal", REFUSALS.values())
def test_a_refusal_that_an_answer_is_more_probable_than_is_taken_back(refusal: str) -> None:
    asked, told = "出差住宿每晚上限多少？", "出差住宿每晚上限 2,200 元 [2]。"
    assert quoted(refusal, asked, [RETURNS, TRAVEL], confidence=-0.06) == refusal
    assert quoted(refusal, asked, [RETURNS, TRAVEL], confidence=-0.07) == told
    # In another language there would be no words to answer with.
    assert quoted(refusal, "病假幾日內補？", [LEAVE], confidence=-0.5) == refusal


def test_without_a_source_and_in_another_language_the_model_has_its_own_words() -> None:
    assert quoted("七日。", "病假幾日內補？", []) == "七日。"
    assert quoted("病假要 within seven days [1]。", "病假幾日內補？", [LEAVE]) == "病假要 within seven days [1]。"
    assert quoted("Within 七日 [1].", "Within how many days?", [RETURNS]) == "Within 七日 [1]."


def test_meaning_finds_the_sentence_in_another_language_too() -> None:
    def likeness(_: str, texts: Sequence[str]) -> list[float]:
        return [0.9 if "seven" in text else 0.8 for text in texts]

    told = "It is sent within seven days [1]."
    assert quoted("病假要 a note [1]。", "病假幾日內補？", [LEAVE], likeness=likeness) == told
    refusal = REFUSALS["zh"]
    assert quoted(refusal, "病假幾日內補？", [LEAVE], confidence=-0.5, likeness=likeness) == told


@pytest.mark.parametrize("text", ["病假可以晚點補 [1]。", "病假可以晚點補。"])
def test_in_another_language_an_answer_that_only_says_the_question_again_is_the_source_s(text: str) -> None:
    told = "Sick leave needs a note from a doctor; It is sent within seven days [1]."
    assert quoted(text, "病假可以晚點補嗎？", [LEAVE]) == told
    assert quoted("不可以，病假不能晚點補 [1]。", "病假可以晚點補嗎？", [LEAVE]) == "不可以，病假不能晚點補 [1]。"


def test_a_footnote_s_number_in_a_source_is_no_citation() -> None:
    note = source("WP-1 §1", "餐費每日 550 元[2]。")
    cited = resolve(quoted("550 元 [1]。", "餐費每日多少？", [note, RETURNS]), [note.key, RETURNS.key])
    assert cited.text == "餐費每日 550 元(2) [WP-1 §1]。"
    assert cited.citations == (note.key,)


@given(
    st.text(alphabet="ab [12]。", max_size=12),
    st.text(max_size=40),
    st.lists(st.text(max_size=80), min_size=1, max_size=3),
    st.booleans(),
)
def test_what_is_quoted_stands_in_the_sources_that_it_cites(
    written: str, question: str, texts: list[str], ranked: bool
) -> None:
    sources = [source(f"D-{place} §1", text) for place, text in enumerate(texts)]
    keys = [one.key for one in sources]
    text = quoted(written, question, sources, ranked=ranked)
    if text == written:
        return
    cited = resolve(text, keys)
    assert cited.invented == ()
    assert cited.citations
    if len(model := resolve(written, keys).citations) > 1:
        assert cited.citations == model
    whole = "".join(re.sub(r"[\s。.；;]", "", one.text or one.heading) for one in sources if one.key in cited.citations)
    for part in re.split(r" … |[；;]| ?\[D-\d §1\]", cited.text):
        assert re.sub(r"[\s。.]", "", part) in whole
