from eval.conclusion import conclude
from eval.scoring import score_arm
from eval.summaries import summarize_arm
from pipelines.records import Answer, Question
from tests.eval.makers import make_answers, make_questions

QUESTIONS = make_questions(48, 24)


def concluded(answers: dict[str, list[Answer]], questions: list[Question] = QUESTIONS) -> tuple[str, str | None]:
    scores, summaries = [], []
    for arm, said in answers.items():
        found = score_arm(questions, said, arm=arm)
        scores += found
        summaries += summarize_arm(questions, said, found)
    conclusion = conclude(summaries, scores, questions)
    return conclusion.word, conclusion.baseline


def test_a_clear_difference_is_said_and_an_unclear_one_is_not() -> None:
    good, bad = make_answers(QUESTIONS, "candidate", 0.95), make_answers(QUESTIONS, "candidate", 0.05)
    assert concluded({"base": make_answers(QUESTIONS, "base", 0.1), "candidate": good}) == ("better", "base")
    assert concluded({"base": make_answers(QUESTIONS, "base", 0.95), "candidate": bad}) == ("worse", "base")
    same = {"base": make_answers(QUESTIONS, "base", 0.5), "candidate": make_answers(QUESTIONS, "candidate", 0.5)}
    assert concluded(same) == ("unclear", "base")


def test_without_both_arms_or_all_answers_nothing_is_compared() -> None:
    candidate = make_answers(QUESTIONS, "candidate", 0.9)
    assert concluded({"candidate": candidate}) == ("not compared", None)
    assert concluded({"base": make_answers(QUESTIONS, "base", 0.1), "candidate": candidate[1:]})[0] == "not compared"
