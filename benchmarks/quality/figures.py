"""What a set's run has left on disk, read and looked up; nothing is computed here that the product computes itself."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from benchmarks.quality.line import Done
from eval.conclusion import Conclusion, conclude
from eval.scoring import cases_of
from eval.summaries import find, ideal_answered
from pipelines.records import Answer, Decision, Question, Score, Summary, read_json, read_records

CANDIDATE = "candidate"


@dataclass(frozen=True, slots=True, kw_only=True)
class Figures:
    """One set, measured."""

    name: str
    arms: tuple[str, ...]
    questions: Sequence[Question]
    answers: Mapping[str, Sequence[Answer]]
    scores: Sequence[Score]
    summaries: Sequence[Summary]
    sections: int
    examples: int
    training_seconds: float | None
    """Of the run that trained the adapter; None where none did."""
    verdict: str
    left_out: Sequence[str]

    @property
    def conclusion(self) -> Conclusion:
        """How the candidate stands against the best baseline."""
        return conclude(self.summaries, self.scores, self.questions)

    def value(self, arm: str, metric: str, language: str = "all") -> Summary | None:
        """Returns a summary, or None where there is none."""
        return find(self.summaries, arm, metric, language)

    def ideal(self, language: str = "all") -> float | None:
        """Returns the answered ratio of a perfect arm."""
        return ideal_answered(self.questions, language)

    def invented(self, arm: str, language: str = "all") -> int:
        """Counts the answers of an arm that cite what was not shown."""
        cases = cases_of(self.questions, self.answers.get(arm, ()))
        return sum(bool(one.answer.invented) for one in cases if language in ("all", one.question.language))


def read_figures(done: Done, arms: tuple[str, ...]) -> Figures:
    """Reads what the stages left.

    Args:
        done: The set and what ran.
        arms: The arms that were scored.

    Returns:
        Its figures.
    """
    at = done.folders
    seconds = {one.name: one.seconds for one in done.ran}
    return Figures(
        name=done.name,
        arms=arms,
        questions=read_records(at.processed / "heldout.jsonl", Question),
        answers={name: read_records(at.answers / f"{name}.jsonl", Answer) for name in arms},
        scores=read_records(at.scores / "scores.jsonl", Score),
        summaries=read_records(at.scores / "summary.jsonl", Summary),
        sections=_lines(at.interim / "sections.jsonl"),
        examples=_lines(at.processed / "train.jsonl"),
        training_seconds=seconds.get("train"),
        verdict=read_json(at.tracking / "decision.json", Decision).verdict,
        left_out=done.left_out,
    )


def _lines(path: Path) -> int:
    with path.open("rb") as file:
        return sum(1 for _ in file)
