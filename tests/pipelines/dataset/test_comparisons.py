"""Which of two or three rows of a table stands first, proven by the values of one column."""

from collections.abc import Callable
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipelines.dataset.candidate import Candidate
from pipelines.dataset.config import Config, DatasetConfig
from pipelines.dataset.held_out import held_out
from pipelines.dataset.origins.table import cell, comparison, extreme
from pipelines.dataset.pairs import changed, without
from pipelines.dataset.ranks import is_first, rank_of
from pipelines.dataset.sets import Shown
from pipelines.dataset.verify import fault
from pipelines.records import Section

Make = Callable[..., Section]
CARS = (
    ("方案", "月租", "交期"),
    ("堆高機", "NT$9,000", "5 日"),
    ("棧板車", "NT$2,400", "3 日"),
    ("吊車", "NT$31,000", "9 日"),
)


def table(section: Make, *lines: tuple[str, ...], language: str = "zh") -> list[Section]:
    """The rows of one table, under its first line."""
    colon, stop = ("：", "；") if language == "zh" else (": ", "; ")
    header, *rows = lines
    return [
        section(
            f"T row {number}",
            stop.join(f"{name}{colon}{text}" for name, text in zip(header, row, strict=True)),
            kind="table",
            row=number,
            language=language,
            heading_path=("1 租賃",),
            cells=tuple(zip(header, row, strict=True)),
        )
        for number, row in enumerate(rows, 1)
    ]


@pytest.fixture
def cars(section: Make) -> list[Section]:
    """A price list of three rows."""
    return table(section, *CARS)


@pytest.fixture
def dearer(cars: list[Section]) -> Candidate:
    """The comparison of the first two rows in what they cost."""
    return next(comparison.candidates(cars))


def test_two_rows_are_compared_and_both_are_cited(dearer: Candidate) -> None:
    assert dearer.questions[0] == "堆高機和棧板車，哪個的月租比較貴？"
    assert dearer.answer == "堆高機的月租比較貴，為 NT$9,000 [T row 1][T row 2]。"
    assert dearer.origin == "comparison"
    assert fault(dearer) is None


def test_a_right_answer_names_the_row_and_its_value_and_may_name_the_others(dearer: Candidate) -> None:
    assert dearer.wanted == ("堆高機", "NT$9,000")
    assert dearer.reference == "堆高機的月租比較貴，為 NT$9,000；棧板車的月租為 NT$2,400。"


def test_the_lower_value_is_asked_for_as_often_as_the_higher(cars: list[Section]) -> None:
    assert {made.relation for made in comparison.candidates(cars)} == {"most", "least"}


@pytest.mark.parametrize(
    ("header", "one", "other", "word"),
    [
        ("每箱毛重", "264 公斤", "196 公斤", "比較重"),
        ("箱數", "18 箱", "14 箱", "比較多"),
        ("處理時間", "5 日", "3 日", "比較長"),
        ("合格率", "98%", "96%", "比較高"),
        ("下次保養日", "2024-09-18", "2024-09-11", "比較晚"),
    ],
)
def test_the_word_fits_the_column(section: Make, header: str, one: str, other: str, word: str) -> None:
    (made,) = comparison.candidates(table(section, ("品名", header), ("堆高機", one), ("棧板車", other)))
    assert made.statement == f"堆高機的{header}{word}，為 {one}"
    assert fault(made) is None


def test_english_rows_are_compared_in_english(section: Make) -> None:
    lines = (("Article", "Lead time", "List price"), ("Charger", "2 days", "NT$640"), ("Cable", "5 days", "NT$90"))
    time, price = comparison.candidates(table(section, *lines, language="en"))
    assert time.questions[0] == "Which has the longer lead time, Charger or Cable?"
    assert time.answer == "The lead time is longer for Cable, 5 days [T row 2][T row 1]."
    assert "Which is cheaper, Charger or Cable?" in price.questions
    assert [fault(made) for made in (time, price)] == [None, None]


@pytest.mark.parametrize(("one", "other"), [
    ("3 日", "3 日"), ("1 個工作日", "12 小時"), ("每年 3 日", "每年 5 日"), ("立即", "5 分鐘"),
    ("5 月 3 日", "6 月 1 日"),
])  # fmt: skip
def test_what_is_alike_or_of_two_kinds_is_not_compared(section: Make, one: str, other: str) -> None:
    assert list(comparison.candidates(table(section, ("品名", "期限"), ("堆高機", one), ("棧板車", other)))) == []


def test_a_row_whose_name_holds_the_other_ones_is_not_compared(section: Make) -> None:
    lines = (("品名", "單價"), ("恆溫箱", "NT$9"), ("恆溫箱 附輪", "NT$12"))
    assert list(comparison.candidates(table(section, *lines))) == []


def test_the_values_have_to_prove_it(dearer: Candidate, cars: list[Section]) -> None:
    wrong = "comparison that the values do not prove"
    assert fault(replace(dearer, relation="least")) == wrong
    assert dearer.also is not None
    # The other value is there, but in another column.
    assert (
        fault(replace(dearer, also=replace(dearer.also, quote="3 日", values=("3 日",), statement="交期 3 日")))
        == wrong
    )
    assert fault(replace(dearer, also=replace(dearer, relation=None, also=None))) == wrong


def test_of_three_rows_the_question_names_them_or_the_table_has_no_others(cars: list[Section], section: Make) -> None:
    (rent, time) = extreme.candidates(cars)
    assert rent.questions[0] == "堆高機、棧板車和吊車裡，哪個的月租最貴？"
    assert "哪個方案的月租最貴？" in rent.questions
    assert rent.answer == "吊車的月租最貴，為 NT$31,000 [T row 3][T row 1][T row 2]。"
    assert time.answer == "棧板車的交期最短，為 3 日 [T row 2][T row 1][T row 3]。"
    assert [fault(made) for made in (rent, time)] == [None, None]
    longer = table(section, *CARS, ("磅秤", "NT$700", "2 日"))
    assert not [asked for made in extreme.candidates(longer) for asked in made.questions if "棧板車" not in asked]


def test_a_table_that_lacks_its_first_row_is_not_whole(section: Make) -> None:
    rows = table(section, *CARS, ("磅秤", "NT$700", "2 日"))[1:]
    assert not [asked for made in extreme.candidates(rows) for asked in made.questions if "磅秤" not in asked]


def test_two_first_ones_are_none(section: Make) -> None:
    lines = (("品名", "單價"), ("堆高機", "NT$9"), ("棧板車", "NT$9"), ("吊車", "NT$2"))
    assert list(extreme.candidates(table(section, *lines))) == []


def test_a_label_is_true_only_where_all_rows_are_shown_and_a_refusal_only_where_none_is(
    dearer: Candidate, cars: list[Section], section: Make
) -> None:
    question, far, further = (
        dearer.questions[0],
        section("IT §1", "密碼至少 12 個字元。"),
        section("IT §2", "每季更換密碼。"),
    )
    both = Shown(name="a", sections=(*cars[:2], far), near=(further, section("IT §3", "不得外借。")))
    assert both.answers(dearer, question)
    assert not Shown(name="b", sections=(cars[0], far)).answers(dearer, question)
    bare = without(both, dearer.golden)
    assert bare is not None
    assert [one.key for one in bare.sections] == ["IT §2", "IT §3", "IT §1"]
    assert bare.refuses(dearer, question)


def test_a_held_out_comparison_does_not_tell_the_winner_by_its_place(cars: list[Section]) -> None:
    config = Config(dataset=DatasetConfig(held_out=40, share_unanswerable=0, largest_origin=1.0, held_out_per_group=40))
    facts = [*comparison.candidates(cars), *cell.candidates(cars)]
    compared = [one for one in held_out({"g": facts}, {}, config) if one.origin == "comparison"]
    assert len(compared) == len(list(comparison.candidates(cars)))
    assert all(one.lineage == tuple(sorted(one.lineage)) for one in compared)
    # The second row is the cheaper one, and its key still stands second.
    assert any(one.values[0] == "棧板車" and one.golden_keys[0] == "T row 1" for one in compared)


def test_a_changed_value_keeps_its_place_or_is_not_asked(dearer: Candidate, cars: list[Section], section: Make) -> None:
    shown = Shown(name="a", sections=(*cars[:2], section("IT §1", "密碼至少 12 個字元。")))
    there = changed(shown, dearer, dearer.questions[0])
    assert there is not None
    assert fault(there[1]) is None
    cheaper = next(extreme.candidates(cars))
    least = replace(cheaper, relation="least")
    assert changed(shown, least, least.questions[0]) is None


@given(st.integers(2, 10**6), st.integers(2, 10**6), st.sampled_from(["NT${:,}", "{} 公斤", "{} 分鐘", "{}%"]))
def test_values_are_ordered_as_their_numbers_are(one: int, other: int, form: str) -> None:
    first, second = form.format(one), form.format(other)
    assert is_first(first, (second,), most=True) == (one > other)
    assert is_first(first, (second,), most=False) == (one < other)


def test_what_has_no_order_has_no_rank() -> None:
    assert rank_of("9 月 11 日") is None
    assert rank_of("GT-1") is None
    assert rank_of("民國113年9月11日") == ("date", "2024-09-11")
    assert not is_first("3 日", (), most=True)
