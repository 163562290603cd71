import math
import re

from hypothesis import given
from hypothesis import strategies as st

from eval.outcomes import OUTCOMES
from eval.report.charts import WIDTH, bars, before_after, by_kind, risk_by_coverage
from eval.risk_coverage import Point
from eval.statistics import Estimate

TITLE = ("title", "標題")


def estimate(value: float | None) -> Estimate:
    return Estimate(value=value, low=None, high=None, n=3, groups=2)


def test_a_bar_is_as_long_as_its_value_and_its_label_is_text_in_both_languages() -> None:
    drawn = bars([(("base", "原模型"), estimate(1.0)), (("none", "無"), estimate(None))], TITLE)
    assert f'width="{WIDTH}.0"' in drawn
    assert ">原模型</text>" in drawn
    assert ">base</text>" in drawn
    assert "無" not in drawn


def test_nothing_to_draw_is_no_drawing() -> None:
    assert (
        bars([], TITLE) == by_kind({}, ["base"], TITLE) == before_after({}, TITLE) == risk_by_coverage({}, TITLE) == ""
    )
    assert risk_by_coverage({"base": []}, TITLE) == ""


@given(st.lists(st.integers(0, 50), min_size=len(OUTCOMES), max_size=len(OUTCOMES)))
def test_the_parts_of_before_and_after_fill_the_width(numbers: list[int]) -> None:
    drawn = before_after({("a", "甲"): dict(zip(OUTCOMES, numbers, strict=True))}, TITLE)
    widths = [float(one) for one in re.findall(r'width="([\d.]+)" height="27"', drawn)]
    assert math.isclose(sum(widths), WIDTH if any(numbers) else 0, abs_tol=0.5)


def test_each_arm_has_its_bar_for_each_kind_and_hostile_names_are_escaped() -> None:
    drawn = by_kind({("faq", "問答"): {"<b>": estimate(0.5), "base": estimate(0.25)}}, ["<b>", "base"], TITLE)
    assert "&lt;b&gt;" in drawn
    assert "<b>" not in drawn
    assert [f'width="{share * WIDTH:.1f}"' in drawn for share in (0.5, 0.25)] == [True, True]


def test_a_risk_curve_goes_through_its_points() -> None:
    points = [Point(confidence=0.9, coverage=0.5, risk=0.0), Point(confidence=0.1, coverage=1.0, risk=0.5)]
    drawn = risk_by_coverage({"candidate": points}, TITLE)
    assert "M570.0 240.0L830.0 130.0" in drawn
    dashed = drawn[drawn.index("M310 130.0H830.0") :]
    assert dashed.index("stroke-dasharray") < dashed.index("/>"), "what an order that says nothing would have"
