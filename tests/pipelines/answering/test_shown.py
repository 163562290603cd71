"""What is shown for a question, and what is proven not to be."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any, get_args

import pytest

from pipelines.answering.arms import Shown
from pipelines.answering.shown import Asked, Library, ask_all, ask_retrieved
from pipelines.language.values import holds
from pipelines.retrieval.config import RetrievalConfig
from pipelines.retrieval.index import Hit, Index
from pipelines.runtime.errors import UserError
from tests.pipelines.answering.company import HIDDEN, LEAVE, NOTICE, QUESTIONS, SECTIONS, VPN, question, section
from tests.pipelines.retrieval.makers import Bigrams

LIBRARY = Library.of(Index.build(SECTIONS), sources=3)
NOTICE_QUESTION = QUESTIONS[0]


def keys(asked: Asked) -> list[str]:
    return [source.key for source in asked.sources]


def test_sources_are_ranked_where_retrieval_put_them_in_their_order() -> None:
    ranked = {shown: {one.ranked for one in ask_all(QUESTIONS, shown, LIBRARY)} for shown in get_args(Shown)}
    assert {shown for shown, found in ranked.items() if True in found} == {"retrieved"}
    assert ranked["retrieved"] == {True}
    assert all(one.ranked for one in ask_retrieved([one.question for one in QUESTIONS], LIBRARY))


def test_meaning_is_known_where_there_is_an_embedder() -> None:
    assert LIBRARY.likeness is None
    index = Index.build(SECTIONS, embedder=Bigrams())
    likeness = Library.of(index, sources=3).likeness
    assert likeness is not None
    assert likeness("出貨", ["出貨", "請假"]) == index.likeness("出貨", ["出貨", "請假"])


def test_retrieval_shows_the_nearest_section_first_and_marks_it_golden() -> None:
    asked = ask_all([NOTICE_QUESTION], "retrieved", LIBRARY)[0]
    assert keys(asked)[0] == NOTICE.key
    assert [source.golden for source in asked.sources] == [True] + [False] * (len(asked.sources) - 1)


def test_a_user_s_question_is_shown_the_same_sections_as_a_held_out_one() -> None:
    asked = ask_retrieved([NOTICE_QUESTION.question], LIBRARY)[0]
    assert keys(asked) == keys(ask_all([NOTICE_QUESTION], "retrieved", LIBRARY)[0])


def test_a_reader_never_sees_sections_of_another_audience() -> None:
    text = "主管獎金幾個月？"
    assert HIDDEN.key not in keys(ask_retrieved([text], LIBRARY)[0])
    assert HIDDEN.key in keys(ask_retrieved([text], LIBRARY, audience="hr")[0])


def test_the_golden_section_stands_among_sections_without_the_answer() -> None:
    for asked, one in zip(ask_all(QUESTIONS[:3], "golden", LIBRARY), QUESTIONS[:3], strict=True):
        golden = [source for source in asked.sources if source.golden]
        others = [source for source in asked.sources if not source.golden]
        assert [source.key for source in golden] == list(one.golden_keys)
        assert not any(holds(source.text, value) for source in others for value in one.values)


def test_the_golden_section_has_no_place_of_its_own() -> None:
    rivals = [section(f"SOP-LOG-00{n} §1", f"出貨異常由第 {n} 組處理，通報方式另訂。") for n in range(2, 5)]
    library = Library.of(Index.build((*SECTIONS, *rivals)), sources=3)
    asked = ask_all([replace(NOTICE_QUESTION, id=f"q{n}") for n in range(40)], "golden", library)
    places = [[source.golden for source in one.sources].index(True) for one in asked]
    assert set(places) == {0, 1, 2}


def test_distractors_hold_none_of_the_values() -> None:
    repeated = section("MEMO-001 §1", "提醒：出貨異常請於二十四小時內通報。")
    asked = ask_all([NOTICE_QUESTION], "distractors", Library.of(Index.build((*SECTIONS, repeated)), sources=3))[0]
    assert NOTICE.key not in keys(asked)
    assert repeated.key not in keys(asked)
    assert not any(source.golden for source in asked.sources)


def test_a_counterfactual_source_says_something_else_under_the_same_key() -> None:
    asked = ask_all([NOTICE_QUESTION], "counterfactual", LIBRARY)[0]
    golden = next(source for source in asked.sources if source.golden)
    assert golden.key == NOTICE.key
    assert not holds(golden.text, "24 小時")
    assert holds(golden.text, "物流部門")


def test_only_questions_with_a_value_to_change_are_asked_counterfactually() -> None:
    unmeasured = question(NOTICE, "通報給誰？", values=("物流部門",), id_="q8")
    several = replace(NOTICE_QUESTION, id="q9", golden_keys=(NOTICE.key, LEAVE.key))
    several = replace(several, golden_hashes=(NOTICE.content_hash, LEAVE.content_hash))
    asked = ask_all([*QUESTIONS, unmeasured, several], "counterfactual", LIBRARY)
    assert [one.id for one in asked] == ["q1", "q2", "q3"]


def test_of_translations_that_answer_alike_the_one_in_the_question_s_language_is_changed() -> None:
    english = section("SOP-LOG-001E §4.3", "Report a shipping exception within 24 hours.")
    both = replace(
        NOTICE_QUESTION,
        values=("24 小時",),
        golden_keys=(english.key, NOTICE.key),
        golden_hashes=(english.content_hash, NOTICE.content_hash),
    )
    (asked,) = ask_all([both], "counterfactual", Library.of(Index.build((*SECTIONS, english)), sources=3))
    assert [source.key for source in asked.sources if source.golden] == [NOTICE.key]
    assert not any(holds(source.text, "24 小時") for source in asked.sources)


def test_the_closed_book_shows_nothing() -> None:
    assert all(one.closed_book and not one.sources for one in ask_all(QUESTIONS, "closed_book", LIBRARY))


def test_of_two_editions_with_one_text_the_one_in_force_counts() -> None:
    old = replace(VPN, id="IT-004@0#§2.1", effective_until="2024-01-01")
    asked = ask_all([QUESTIONS[2]], "golden", Library.of(Index.build((VPN, old)), sources=3))[0]
    assert [source.section_id for source in asked.sources] == [VPN.id]


def test_a_question_about_a_section_that_changed_is_refused() -> None:
    stale = replace(NOTICE_QUESTION, golden_hashes=("0" * 64,))
    with pytest.raises(UserError) as caught:
        ask_all([stale], "golden", LIBRARY)
    assert str(caught.value) == (
        "error: question q1 rests on sections that are not in the corpus as its author saw them\n"
        "  SOP-LOG-001 §4.3\n\n"
        "hint: the documents changed after the questions were made; run `make refresh`, then "
        "`python -m pipelines.dataset`"
    )


@pytest.mark.parametrize("shown", ["retrieved", "golden", "distractors", "counterfactual"])
def test_all_questions_of_one_audience_are_searched_together(shown: Shown, monkeypatch: pytest.MonkeyPatch) -> None:
    """An embedder turns many questions into vectors in the time of a few."""
    calls: list[tuple[int, str]] = []
    search_many = Index.search_many

    def counted(self: Index, queries: Sequence[str], k: int, **reader: Any) -> list[list[Hit]]:
        calls.append((len(queries), reader["audience"]))
        return search_many(self, queries, k, **reader)

    monkeypatch.setattr(Index, "search_many", counted)
    secret = question(HIDDEN, "主管獎金幾個月？", values=("兩個月",), id_="q9")
    questions = [QUESTIONS[0], replace(secret, audience="hr"), *QUESTIONS[1:]]
    asked = ask_all(questions, shown, LIBRARY)
    assert calls == [(4, "all"), (1, "hr")]
    alone = [one for item in questions for one in ask_all([item], shown, LIBRARY)]
    assert asked == alone, "in their order, each as if it were asked alone"


def test_the_rank_of_the_golden_section_is_known_beyond_what_is_shown() -> None:
    rivals = [section(f"SOP-LOG-00{n} §1", NOTICE.text, heading_path=NOTICE.heading_path) for n in range(2, 8)]
    everything = Index.build((*SECTIONS, *rivals))
    found = [hit.section.id for hit in everything.search(NOTICE_QUESTION.question, 50)]
    asked = ask_all([NOTICE_QUESTION], "retrieved", Library.of(everything, sources=1))[0]
    assert len(asked.sources) == 1
    assert asked.golden_rank == 1 + found.index(NOTICE.id)


def test_a_golden_section_that_is_not_found_has_the_rank_0_and_where_nothing_is_golden_there_is_none() -> None:
    foreign = replace(NOTICE_QUESTION, question="Zürich?")
    unanswerable = replace(NOTICE_QUESTION, answerable=False, golden_keys=(), golden_hashes=())
    found = ask_all([NOTICE_QUESTION, foreign, unanswerable], "retrieved", LIBRARY)
    assert [asked.golden_rank for asked in found] == [1, 0, None]
    assert {
        asked.golden_rank for shown in ("golden", "distractors") for asked in ask_all([foreign], shown, LIBRARY)
    } == {None}


def test_looking_deeper_for_the_rank_shows_no_other_sources() -> None:
    for config in (RetrievalConfig(), RetrievalConfig(enclosing=True)):
        for count in (1, 2, 3, 5):
            library = Library.of(Index.build(SECTIONS, config=config), sources=count)
            for one in QUESTIONS:
                alone = ask_retrieved([one.question], library, audience=one.audience)[0]
                assert keys(ask_all([one], "retrieved", library)[0]) == keys(alone)
