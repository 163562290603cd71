"""Whether confidence tells right answers from wrong ones, as the report says it."""

from eval.metrics import Case
from eval.report.surest import surest
from tests.eval.makers import KEY, make_answer, make_question

RIGHT, WRONG = f"24 小時內 [{KEY}]。", f"48 小時內 [{KEY}]。"


def _cases(*said: tuple[str, float | None]) -> list[Case]:
    questions = [make_question(id=f"Q{place}", group=f"g{place}") for place in range(len(said))]
    return [
        Case(question=question, answer=make_answer(text, question_id=question.id, confidence=confidence))
        for question, (text, confidence) in zip(questions, said, strict=True)
    ]


def test_the_sentence_says_what_the_threshold_would_save_in_both_languages() -> None:
    cases = _cases((RIGHT, -0.1), (RIGHT, -0.2), (RIGHT, -0.3), (WRONG, -0.4), (WRONG, -0.9))
    page = "".join(surest({"candidate": cases, "extractive": _cases((RIGHT, None))}))
    english = (
        "candidate: of its 5 answers 40% are wrong or cite a wrong paragraph; "
        "of the surest 4 (confidence at least -0.40) 25%."
    )
    assert english in page
    assert "Area 0.13 [" in page
    assert "has 0.40, the dashed line." in page
    assert "candidate：作答 5 題，其中 40% 答錯或引用錯誤；最有把握的 4 題（信心值至少 -0.40）為 25%。" in page
    assert "extractive" not in page, "no confidence, no curve"


def test_without_confidences_the_report_has_no_such_part() -> None:
    assert list(surest({"extractive": _cases((RIGHT, None)), "base": []})) == []
