"""A right answer is right however its numbers are written, and a wrong one wrong."""

from datetime import date
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from eval.metrics import Case
from eval.metrics.correctness import CORRECTNESS
from tests.eval.makers import make_answer, make_question
from tests.pipelines.language.test_numerals import chinese

FULL_WIDTH = str.maketrans("0123456789", "０１２３４５６７８９")
FINANCIAL = str.maketrans("一二三四五六七八九十百千", "壹貳參肆伍陸柒捌玖拾佰仟")
WRITTEN = st.sampled_from(
    [
        str,
        "{:,}".format,
        chinese,
        lambda amount: str(amount).translate(FULL_WIDTH),
        lambda amount: chinese(amount).translate(FINANCIAL),
    ]
)
UNITS = st.sampled_from(
    [
        ("小時", (" 小時", "小時", "個小時", " hours")),
        ("天", (" 天", "日", " days")),
        ("個工作天", ("個工作天", " 個工作日", "個營業日", " working days")),
        ("元", ("元", " 元整", " NTD")),
        ("公斤", ("公斤", " kg")),
        ("%", ("%", "％", " percent")),
    ]
)
AMOUNTS = st.integers(2, 9_999)


def _score(said: str, value: str) -> Any:
    question = make_question(reference=f"規定為 {value}。", values=(value,), question="規定是多少？")
    return CORRECTNESS.score([Case(question=question, answer=make_answer(f"規定為{said}。"))])[0].value


@given(AMOUNTS, WRITTEN, UNITS, st.data())
def test_an_amount_is_right_in_every_spelling(amount: int, written: Any, units: Any, data: Any) -> None:
    unit, spellings = units
    spelling = data.draw(st.sampled_from(spellings))
    assert _score(f"{written(amount)}{spelling}", f"{amount} {unit}") == 1.0


@given(AMOUNTS, AMOUNTS, WRITTEN, UNITS)
def test_another_amount_is_wrong_in_every_spelling(amount: int, other: int, written: Any, units: Any) -> None:
    unit, spellings = units
    assert _score(f"{written(other)}{spellings[0]}", f"{amount} {unit}") == float(amount == other)


@given(st.dates(date(1950, 1, 1), date(2090, 12, 31)), st.integers(0, 5))
def test_a_date_is_right_in_every_calendar_and_order(day: date, form: int) -> None:
    republic = day.year - 1911
    said = (
        f"{day.year}/{day.month}/{day.day}",
        f"{day.year} 年 {day.month} 月 {day.day} 日",
        f"民國 {republic} 年 {day.month} 月 {day.day} 日",
        f"中華民國{chinese(republic)}年{chinese(day.month)}月{chinese(day.day)}日",
        f"{day:%B} {day.day}, {day.year}",
        f"{day.day} {day:%b} {day.year}",
    )[form]
    assert _score(said, day.isoformat()) == 1.0
    assert _score(said, day.replace(year=day.year + 1, day=min(day.day, 28)).isoformat()) == 0.0


@given(st.integers(0, 23), st.integers(0, 59))
def test_a_time_is_right_on_either_clock(hour: int, minute: int) -> None:
    half, twelve = ("下午" if hour >= 12 else "上午"), (hour - 12 if hour > 12 else hour)
    assert _score(f"{half} {twelve} 點 {minute} 分", f"{hour:02}:{minute:02}") == 1.0
    assert _score(f"{hour:02}:{minute:02}", f"{(hour + 1) % 24:02}:{minute:02}") == 0.0
