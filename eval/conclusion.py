"""What the comparison comes to, as one of a few words that a report and a run can both say."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from eval.comparison import best_baseline, compare
from eval.statistics import CONFIDENCE, Paired
from pipelines.records import Question, Score, Summary

CANDIDATE = "candidate"
Word = Literal["better", "worse", "unclear", "not compared"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Conclusion:
    """How the candidate stands against the best baseline; the gate decides, this only says what was seen."""

    word: Word
    baseline: str | None
    difference: Paired | None
    """None where nothing was compared."""


def conclude(summaries: Sequence[Summary], scores: Sequence[Score], questions: Sequence[Question]) -> Conclusion:
    """Compares the candidate with the best baseline over all questions.

    Args:
        summaries: Summaries of all arms.
        scores: Scores of all arms.
        questions: The held-out questions.

    Returns:
        `better` or `worse` only where chance does not explain the difference (p < .05); `not compared` where an arm is
        not there or a question lacks a score.
    """
    baseline = best_baseline(summaries)
    difference = None if baseline is None else compare(scores, questions, (CANDIDATE, baseline))
    if difference is None:
        return Conclusion(word="not compared", baseline=baseline, difference=None)
    word: Word = "unclear"
    if difference.p_value < 1 - CONFIDENCE:
        word = "better" if difference.value > 0 else "worse"
    return Conclusion(word=word, baseline=baseline, difference=difference)
