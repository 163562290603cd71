"""A changed source says one other thing, everywhere alike, and the question follows it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipelines.language.counterfactual import _chinese, changed
from pipelines.language.numerals import number
from pipelines.language.values import holds, values
from pipelines.records import Question


def asked(*wanted: str, text: str = "多久內要通報？", id_: str = "q1") -> Question:
    return Question(
        id=id_,
        language="zh",
        audience="all",
        question=text,
        reference="、".join(wanted),
        values=wanted,
        golden_keys=("K",),
        golden_hashes=("h",),
        origin="faq",
        answerable=True,
        group="g",
        lineage=(),
    )


@pytest.mark.parametrize(
    ("wanted", "text"),
    [
        ("24 小時", "異常須於 24 小時內通報；逾二十四小時者記點。"),
        ("NT$4,800", "費用（元）：4,800；期限：三天"),
        ("三天", "應於三天內，也就是 3 天內提出。"),
        ("twenty-four hours", "Report it to Logistics within 24 hours."),
        ("百分之二十", "折扣不得超過 20%。"),
        ("4.8 萬元", "上限為 4.8 萬元。"),
    ],
)
def test_the_value_is_changed_wherever_it_stands_and_however_it_is_written(wanted: str, text: str) -> None:
    change = changed(asked(wanted), text)
    assert change is not None
    new_text, question = change
    assert not holds(new_text, wanted)
    assert holds(new_text, question.values[0])
    assert holds(question.reference, question.values[0])
    assert len(values(new_text)) == len(values(text))


def test_numerals_keep_their_style() -> None:
    change = changed(asked("二十四小時"), "須於二十四小時（24 小時）內")
    assert change is not None
    amounts = [value.text for value in values(change[0])]
    assert set(amounts[0]) <= set("二三四五六七八十小時")
    assert amounts[1][0].isdigit()


def test_everything_but_the_value_stays() -> None:
    change = changed(asked("24 小時", "物流部門"), "異常須於 24 小時內通報物流部門。")
    assert change is not None
    assert change[1].values[1] == "物流部門"
    assert change[0].startswith("異常須於 ")
    assert change[0].endswith("小時內通報物流部門。")


def test_the_same_question_is_always_changed_alike() -> None:
    text = "異常須於 24 小時內通報。"
    assert changed(asked("24 小時"), text) == changed(asked("24 小時"), text)


@pytest.mark.parametrize(
    ("question", "text", "why"),
    [
        (asked("物流部門"), "通報物流部門。", "no number"),
        (asked("24 小時"), "須於 48 小時內通報。", "the text does not hold it"),
        (asked("24 小時", text="是 24 小時還是 48 小時？"), "須於 24 小時內通報。", "the question gives it away"),
        (asked("1 day"), "within 1 day", "one of something"),
        (asked("2.5 小時"), "須於 2.5 小時內", "no whole number"),
        (asked("2024-05-03"), "自 2024-05-03 起", "a date has no unit"),
        (asked("SOP-LOG-001"), "見 SOP-LOG-001", "a code"),
    ],
)
def test_what_cannot_be_changed_cleanly_is_not_eligible(question: Question, text: str, why: str) -> None:
    assert changed(question, text) is None, why


def test_a_percentage_stays_within_a_hundred() -> None:
    change = changed(asked("60%"), "至少 60% 的件數")
    assert change is not None
    assert change[1].values == ("90%",)


@given(st.integers(1, 99_999_999))
def test_a_number_written_in_chinese_reads_as_itself(amount: int) -> None:
    assert number(_chinese(amount)) == amount


@given(st.integers(2, 9_999), st.sampled_from(["小時", "天", "元", "個月", "hours"]), st.text("甲乙丙。，", max_size=8))
def test_a_change_never_leaves_the_old_value_behind(amount: int, unit: str, around: str) -> None:
    wanted = f"{amount} {unit}"
    change = changed(asked(wanted), f"{around}須於 {wanted}內，{around}最遲 {amount:,} {unit}。")
    if change is not None:
        assert not holds(change[0], wanted)
        assert all(holds(change[0], value) for value in change[1].values)
