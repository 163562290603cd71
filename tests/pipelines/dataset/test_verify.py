"""A label is used only where it is proven."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from pipelines.dataset.candidate import Candidate
from pipelines.dataset.verify import ambiguous_with, fault, may_answer
from pipelines.records import Section

Make = Callable[..., Section]
TEXT = "出貨異常須於 24 小時內通報物流部門，並由倉儲主管核定是否補發貨物。"


@pytest.fixture
def candidate(section: Make) -> Candidate:
    """A true one."""
    return Candidate(
        section=section("SOP §4.3", TEXT),
        origin="heading",
        ask="duration",
        questions=("出貨異常多久內要通報？",),
        statement="出貨異常須於 24 小時內通報物流部門",
        values=("24 小時",),
        quote="出貨異常須於 24 小時內通報物流部門",
    )


def test_a_true_label_has_no_fault(candidate: Candidate) -> None:
    assert fault(candidate) is None


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"values": ()}, "no checkable value"),
        ({"values": ("48 小時",)}, "value not in the golden section"),
        ({"quote": "出貨異常須於 48 小時內通報"}, "quote not in the golden section"),
        ({"statement": "出貨異常須通報物流部門"}, "value not in the answer"),
        (
            {"statement": "出貨異常須於 24 小時內通報物流部門，逾 3 次者停權"},
            "number in the answer that is not in the golden section",
        ),
        ({"questions": ("24 小時內要通報誰？",)}, "answer in the question"),
        ({"statement": "出貨異常須於 24 小時內通報" + "物流" * 40}, "answer too long"),
    ],
)
def test_each_fault_is_named(candidate: Candidate, changes: dict[str, object], reason: str) -> None:
    assert fault(replace(candidate, **changes)) == reason  # type: ignore[arg-type]


def test_a_section_with_the_same_value_may_answer_in_any_spelling(candidate: Candidate, section: Make) -> None:
    question = candidate.questions[0]
    assert may_answer(section("A §1", "逾時須於二十四小時內補登。"), question, candidate)
    assert not may_answer(section("A §2", "逾時須於 48 小時內補登。"), question, candidate)


def test_a_role_elsewhere_counts_only_where_the_question_is_at_home(candidate: Candidate, section: Make) -> None:
    who = replace(candidate, values=("倉儲主管",), ask="role")
    question = "出貨異常由誰核定是否補發貨物？"
    assert not may_answer(section("A §1", "倉儲主管負責盤點。"), question, who)
    assert may_answer(section("A §2", "出貨異常由倉儲主管核定後補發貨物。"), question, who)


def test_a_question_with_two_homes_is_ambiguous(candidate: Candidate, section: Make) -> None:
    copy = section("FAQ 第1列", "出貨異常要在 24 小時內通報物流部門。")
    other = section("FAQ 第2列", "遺失識別證須於 24 小時內掛失。")
    assert ambiguous_with(copy, candidate.questions[0], candidate)
    assert not ambiguous_with(other, candidate.questions[0], candidate)


@pytest.mark.parametrize(
    ("text", "statement", "value"),
    [
        ("本辦法自民國115年1月1日起施行。", "本辦法自 2026 年 1 月 1 日起施行", "2026-01-01"),
        ("本辦法自民國115年起施行。", "本辦法自 2026 年起施行", "2026 年"),
        ("單件賠償以四千八百元為限。", "單件賠償以 NT$4,800 為限", "NT$4,800"),
        ("應於三日內補正。", "應於 3 天內補正", "3 天"),
    ],
)
def test_a_label_is_proven_by_value_and_not_by_spelling(
    candidate: Candidate, section: Make, text: str, statement: str, value: str
) -> None:
    other = replace(
        candidate,
        section=section("A §1", text),
        statement=statement,
        values=(value,),
        quote=text,
        questions=("何時？",),
    )
    assert fault(other) is None
    wrong = text.replace("115", "114").replace("千", "萬").replace("三", "四")
    assert fault(replace(other, section=section("A §1", wrong), quote=wrong)) == "value not in the golden section"
