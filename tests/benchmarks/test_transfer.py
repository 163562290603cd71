"""What the benchmark says of adapters on other documents."""

from dataclasses import replace

from benchmarks.transfer import evenly, figures
from pipelines.records import Answer, Question, Source

QUESTION = Question(
    id="q1",
    language="en",
    audience="all",
    question="How long may a visitor stay?",
    reference="A visitor may stay 3 hours",
    values=("3 hours",),
    golden_keys=("V-1 §1",),
    golden_hashes=("a",),
    origin="sheet",
    answerable=True,
    group="V-1",
    lineage=("V-1#§1",),
)
UNANSWERABLE = replace(
    QUESTION, id="q2", answerable=False, values=(), golden_keys=(), golden_hashes=(), group="V-2", reference=""
)


def _answer(question: Question, text: str, *, golden: bool = True, refused: bool = False) -> Answer:
    source = Source(
        key="V-1 §1", section_id="V-1#§1", heading="Visitors", text="A visitor may stay 3 hours.", golden=golden
    )
    return Answer(
        question_id=question.id,
        arm="candidate",
        text=text,
        citations=() if refused else ("V-1 §1",),
        invented=(),
        refused=refused,
        sources=(source,),
        model="m",
        prompt_hash="p",
        adapter_hash="a",
        index_hash="i",
        finish_reason="stop",
        prompt_tokens=1,
        completion_tokens=1,
    )


def test_questions_are_taken_from_the_whole_sheet() -> None:
    sheet = [replace(QUESTION, id=str(place)) for place in range(10)]
    assert [one.id for one in evenly(sheet, 4)] == ["0", "2", "5", "7"]
    assert evenly(sheet, 0) == evenly(sheet, 99) == sheet


def test_refusals_are_told_apart_by_whether_the_section_was_shown() -> None:
    refusal = "The documents provided do not answer this question."
    asked = [QUESTION, replace(QUESTION, id="q3", group="V-3"), replace(QUESTION, id="q4", group="V-4"), UNANSWERABLE]
    answers = [
        _answer(asked[0], "A visitor may stay 3 hours [V-1 §1]."),
        _answer(asked[1], refusal, refused=True),
        _answer(asked[2], refusal, golden=False, refused=True),
        _answer(asked[3], refusal, golden=False, refused=True),
    ]
    n, grounded, shown, right, refused, rest = figures(asked, answers)
    assert (n, shown, right, refused, rest) == ("4", "2", "0.50", "0.50", "1.00")
    assert grounded.startswith("0.50 [")


def test_nothing_shown_is_no_share() -> None:
    answers = [_answer(UNANSWERABLE, "3 hours [V-1 §1].", golden=False)]
    assert figures([UNANSWERABLE], answers)[2:5] == ("0", "–", "–")
