"""A section's dialogue: what is asked when, and what is left when replies fail."""

import json
from collections.abc import Sequence

from pipelines.dataset.candidate import Candidate
from pipelines.dataset.teacher.config import TeacherConfig
from pipelines.dataset.teacher.lesson import Lesson, Plan, lesson
from pipelines.dataset.teacher.prove import proven_question
from pipelines.models.calls import Failure, Reply
from tests.pipelines.dataset.teacher.test_prove import SECTION, TRUE

CONFIG = TeacherConfig(url="http://localhost/v1", model="m", questions_per_section=2, wordings=2)
ITEM = {name: getattr(TRUE, name) for name in TRUE.__slots__}


def known() -> Candidate:
    made = proven_question(TRUE, SECTION)
    assert isinstance(made, Candidate)
    return made


def lead(replies: Sequence[object], *, facts: Sequence[Candidate] = (), translated: bool = False) -> tuple[Lesson, int]:
    """Leads a dialogue with prepared replies; returns what came of it, and how many calls there were."""
    dialogue = lesson(Plan(section=SECTION, facts=facts, translated=translated, config=CONFIG))
    calls = 0
    try:
        next(dialogue)
        while True:
            said = replies[calls]
            calls += 1
            dialogue.send(said if isinstance(said, Failure) else _reply(said))
    except StopIteration as end:
        return end.value, calls


def _reply(said: object) -> Reply:
    text = said if isinstance(said, str) else json.dumps(said, ensure_ascii=False)
    finish = "length" if text.endswith("…") else "stop"
    return Reply(text=text, finish=finish, prompt_tokens=2, completion_tokens=1)


def test_new_questions_are_reworded_and_asked_back() -> None:
    held, calls = lead(
        [
            [ITEM],
            [{"fact": 1, "questions": ["出貨異常多久內要通報？"]}],
            [{"question": 1, "answer": "24 小時"}, {"question": 2, "answer": "二十四小時內"}],
        ]
    )
    assert calls == 3
    assert [made.questions for made in held.questions] == [(TRUE.question,)]
    assert [question for _, question in held.wordings] == ["出貨異常多久內要通報？"]
    assert held.rejected == {}
    assert len(held.replies) == 3


def test_a_question_that_the_teacher_answers_otherwise_is_not_used_nor_its_wordings() -> None:
    wordings = [{"fact": 1, "questions": ["出貨異常多久內要通報？"]}]
    held, _ = lead([[ITEM], wordings, [{"question": 1, "answer": "5 年"}, {"question": 2, "answer": "24 小時"}]])
    assert held.questions == held.wordings == []
    assert held.rejected == {"the teacher itself answers it otherwise": 1}


def test_a_question_that_is_not_answered_back_is_not_used() -> None:
    for back in ([], [{"question": 1, "answer": None}], "no JSON", Failure(reason="its own error")):
        held, _ = lead([[ITEM], [], back])
        assert held.questions == []
        assert held.rejected["the teacher itself answers it otherwise"] == 1


def test_a_fact_that_was_there_is_reworded_even_where_nothing_new_came() -> None:
    held, calls = lead(
        ["[]", [{"fact": 1, "questions": ["出貨異常多久內要通報？"]}], [{"question": 1, "answer": "24 小時"}]],
        facts=[known()],
    )
    assert calls == 3
    assert len(held.wordings) == 1


def test_where_nothing_is_proven_nothing_more_is_asked() -> None:
    held, calls = lead(["[]"])
    assert calls == 1
    assert held == Lesson(replies=held.replies)


def test_more_than_was_asked_for_is_not_read() -> None:
    held, _ = lead([[{**ITEM, "quote": "x"}] * 5])
    assert held.rejected == {"quote not in the golden section": 2}


def test_what_failed_is_counted_by_reason() -> None:
    held, calls = lead(["[{…"])
    assert (calls, held.rejected) == (1, {"reply was cut off": 1})
    held, _ = lead([Failure(reason="no reply in time")])
    assert held.rejected == {"call without a reply: no reply in time": 1}
    assert held.replies == []


def test_the_other_language_comes_where_it_was_asked_for_alone() -> None:
    english = {"question": "How soon is a shipping exception reported?", "answer": "It is reported within 24 hours."}
    wordings = [{"fact": 1, "questions": [], "translated": english}]
    replies = [[], wordings, [{"question": 1, "answer": "24 小時"}]]
    held, _ = lead(replies, facts=[known()], translated=True)
    (made,) = held.questions
    assert (made.asked_in, made.reference) == ("en", "It is reported within 24 hours.")
    held, calls = lead(replies, facts=[known()])
    assert (held.questions, calls) == ([], 2)
