from typing import Any

from eval.comparison import compare_common
from eval.lines import SECONDARY, difference_lines
from eval.scoring import score_arm
from eval.significance import holm
from eval.statistics import chance
from eval.summaries import summarize_arm
from tests.eval.makers import SKILLS, make_answers, make_questions

QUESTIONS = make_questions(48, 24)


def _scored(skills: dict[str, float]) -> Any:
    scores, summaries = [], []
    for arm, skill in skills.items():
        answers = make_answers(QUESTIONS, arm, skill)
        found = score_arm(QUESTIONS, answers, arm=arm)
        scores += found
        summaries += summarize_arm(QUESTIONS, answers, found)
    return scores, summaries


def _lines(skills: dict[str, float]) -> list[str]:
    scores, summaries = _scored(skills)
    return difference_lines(summaries, scores, QUESTIONS)


def test_the_difference_is_given_in_every_language_with_what_could_be_seen() -> None:
    lines = _lines(SKILLS)
    assert lines[0].startswith("grounded, candidate − ")
    assert [line.split()[0] for line in lines[1:4]] == ["zh", "en", "all"]
    assert all("can show a difference of ±" in line for line in lines[1:4])


def test_how_many_tests_are_read_together_is_said_and_paid_for() -> None:
    scores, summaries = _scored(SKILLS)
    lines = difference_lines(summaries, scores, QUESTIONS)
    arms = ("candidate", lines[0].split(" − ")[1].split()[0])
    compared = [one for name in SECONDARY if (one := compare_common(scores, QUESTIONS, arms, name))]
    place = next(place for place, line in enumerate(lines) if line.startswith("one test decides"))
    assert f"the {len(compared)} below inform" in lines[place]
    expected = [chance(one) for one in holm([one.p_value for one in compared])]
    shown = lines[place + 1 : place + 1 + len(compared)]
    assert all(p_value in line for p_value, line in zip(expected, shown, strict=True))


def test_without_a_candidate_there_is_a_line_that_says_so() -> None:
    assert _lines({"base": 0.2}) == ["no comparison: a scored candidate and a scored baseline are needed"]


def test_diagnoses_are_told_where_their_arms_were_scored_and_only_there() -> None:
    plain = _lines(SKILLS)
    arms = {"base_closed_book": 0.1, "candidate_closed_book": 0.5, "candidate_counterfactual": 0.8}
    told = _lines(SKILLS | arms | {"candidate_repeat": 0.9})
    assert not any(line.startswith(("closed book", "noise floor")) or "follows" in line for line in plain)
    assert plain[-1].startswith("characters an answer")
    assert [line.split(":")[0] for line in told[len(plain) - 1 : -1]] == [
        "closed book, correctness, candidate − base",
        "candidate_counterfactual",
        "noise floor",
    ]
    assert all(len(line) <= 120 for line in told)


def test_diagnoses_need_no_comparison() -> None:
    lines = _lines({"base_counterfactual": 0.5})
    assert len(lines) == 2
    assert "follows the changed source" in lines[1]
