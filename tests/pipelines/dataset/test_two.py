"""Questions that two sections answer together, each fact cited to its own."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from pipelines.dataset.candidate import Candidate
from pipelines.dataset.origins import two
from pipelines.dataset.sets import Allowed, Shown, answerable, show
from pipelines.dataset.verify import ambiguous_with, fault, may_answer
from pipelines.records import Section
from pipelines.retrieval.index import Index

Make = Callable[..., Section]


@pytest.fixture
def rows(section: Make) -> list[Section]:
    """A rate table of three rows."""
    told = (("經理", "NT$3,400"), ("專員", "NT$2,800"), ("副理", "NT$2,800"))
    return [
        section(
            f"FIN 第{number}列",
            f"職等：{name}；住宿費上限：{amount}",
            kind="table",
            heading_path=("三、住宿",),
            cells=(("職等", name), ("住宿費上限", amount)),
        )
        for number, (name, amount) in enumerate(told, 1)
    ]


@pytest.fixture
def pair(rows: list[Section]) -> Candidate:
    """The one fact of two rows."""
    (made,) = two.candidates(rows)
    return made


def test_two_rows_are_asked_for_in_one_question_and_each_is_cited(pair: Candidate) -> None:
    assert pair.questions == ("經理和專員的住宿費上限各是多少？", "經理的住宿費上限是多少？專員呢？")
    assert pair.answer == "經理的住宿費上限為 NT$3,400 [FIN 第1列]；專員的住宿費上限為 NT$2,800 [FIN 第2列]。"
    assert pair.reference == "經理的住宿費上限為 NT$3,400；專員的住宿費上限為 NT$2,800。"


def test_english_rows_are_asked_for_in_english(section: Make) -> None:
    rows = [
        section(
            f"P row {number}",
            f"Article: {name}; Lead time: {days} days",
            kind="table",
            language="en",
            cells=(("Article", name), ("Lead time", f"{days} days")),
        )
        for number, (name, days) in enumerate((("Charger", 2), ("Cable", 5)), 1)
    ]
    (made,) = two.candidates(rows)
    assert made.questions[0] == "What is the lead time of Charger and of Cable?"


def test_rows_that_say_the_same_are_not_compared(rows: list[Section]) -> None:
    assert list(two.candidates(rows[1:])) == []


def test_both_facts_are_proven(pair: Candidate, section: Make) -> None:
    assert fault(pair) is None
    assert pair.also is not None
    other = replace(pair.also, section=section("FIN 第2列", "職等：專員；住宿費上限：NT$9,999"))
    assert fault(replace(pair, also=other)) == "quote not in the golden section"


def test_a_section_with_one_of_the_two_values_is_no_distractor_but_no_rival_either(
    pair: Candidate, section: Make
) -> None:
    other = section("FIN 第9列", "專員的住宿費上限為 NT$2,800。")
    assert may_answer(other, pair.questions[0], pair)
    assert not ambiguous_with(other, pair.questions[0], pair)


def test_the_label_is_true_only_where_both_sections_are_shown_as_they_are(
    pair: Candidate, rows: list[Section], section: Make
) -> None:
    question, far = pair.questions[0], section("IT §1", "密碼至少 12 個字元。")
    both = Shown(name="a", sections=(*rows[:2], far))
    one = Shown(name="b", sections=(rows[0], far))
    changed = Shown(name="c", sections=(rows[0], replace(rows[1], text="職等：專員；住宿費上限：NT$2,900"), far))
    assert [shown.answers(pair, question) for shown in (both, one, changed)] == [True, False, False]
    assert not one.refuses(pair, question)
    assert Shown(name="d", sections=(far,)).refuses(pair, question)


def test_both_sections_are_shown_marked_and_named(pair: Candidate, rows: list[Section], section: Make) -> None:
    far = section("HR §9", "住宿與交通由專員登錄。", heading_path=("住宿費登錄",))
    allowed = Allowed(ids=frozenset(one.id for one in (*rows, far)), size=3, audience="all", as_of=None)
    shown = show(pair, pair.questions[0], Index.build([*rows, far]), allowed, seed=1)
    assert shown is not None
    example = answerable(shown, pair, pair.questions[0], "group")
    assert example.citations == ("FIN 第1列", "FIN 第2列")
    assert example.quotes == ("NT$3,400", "NT$2,800")
    assert {source.key for source in example.sources if source.golden} == {"FIN 第1列", "FIN 第2列"}
    assert example.lineage == (rows[0].id, rows[1].id)


def test_a_set_too_small_for_both_is_not_made(pair: Candidate, rows: list[Section]) -> None:
    allowed = Allowed(ids=frozenset(row.id for row in rows), size=1, audience="all", as_of=None)
    assert show(pair, pair.questions[0], Index.build(rows), allowed, seed=1) is None
