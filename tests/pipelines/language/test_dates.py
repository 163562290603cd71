"""Dates and times mean the same in every calendar and order an office uses."""

import pytest

from pipelines.language.dates import dates, times


@pytest.mark.parametrize(
    ("text", "iso"),
    [
        ("2024-05-03", "2024-05-03"),
        ("2024/5/3", "2024-05-03"),
        ("2024 年 5 月 3 日", "2024-05-03"),
        ("民國 113 年 5 月 3 日", "2024-05-03"),
        ("113年5月3日", "2024-05-03"),
        ("民國一一三年五月三日", "2024-05-03"),
        ("May 3, 2024", "2024-05-03"),
        ("3 May 2024", "2024-05-03"),
        ("2024 年 5 月", "2024-05"),
        ("民國 113 年度", "2024"),
        ("5 月 3 日", "--05-03"),
        ("1 July", "--07-01"),
        ("每月 5 日", "---05"),
        ("the 5th of each month", "---05"),
    ],
)
def test_the_fullest_reading_of_a_date_comes_first(text: str, iso: str) -> None:
    assert next(dates(text))[2] == iso


@pytest.mark.parametrize("text", ["2024-13-03", "3 個月", "第三條", "五個月內", "24 小時"])
def test_what_is_no_date_is_not_found(text: str) -> None:
    assert list(dates(text)) == []


@pytest.mark.parametrize(
    ("text", "clock"),
    [
        ("17:30", "17:30"),
        ("下午 5:30", "17:30"),
        ("下午五點半", "17:30"),
        ("5:30 p.m.", "17:30"),
        ("9 am", "09:00"),
        ("上午九時", "09:00"),
        ("15 點", "15:00"),
        ("中午 12 點", "12:00"),
        ("12 a.m.", "00:00"),
    ],
)
def test_times_stand_on_the_24_hour_clock(text: str, clock: str) -> None:
    assert next(times(text))[2] == clock


@pytest.mark.parametrize("text", ["一時", "五分鐘", "25:00", "三點建議"])
def test_what_is_no_time_of_day_is_not_found(text: str) -> None:
    assert list(times(text)) == []
