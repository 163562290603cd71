"""What is filed of one arm, and the hash by which it is found again."""

import hashlib
import json
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from eval.metrics import Case
from eval.scoring import NO_ANSWER, cases_of, failed
from pipelines.records import Answer, Question, Score, Summary
from pipelines.runtime.folders import Folders
from pipelines.score.material import Material


@dataclass(frozen=True, slots=True, kw_only=True)
class Filed:
    """One arm, with everything that its run shows."""

    arm: str
    material: Material
    scores: Sequence[Score]
    """The arm's own."""
    summaries: Sequence[Summary]
    """The arm's own."""
    marks: Mapping[str, Mapping[str, str]]
    """Question id → tags of its trace: how the answer stands against other arms, and why a person should look."""
    folders: Folders
    report: Path
    """The page that shows it beside the other arms."""
    traces: bool

    @property
    def content_hash(self) -> str:
        """sha256 over answers, dataset, scores and marks: a run with it says the same as this one would."""
        hashes = [self.material.hashes["dataset"], self.material.hashes[f"answers/{self.arm}"]]
        marks = {question: dict(tags) for question, tags in self.marks.items()}
        content = [hashes, [asdict(score) for score in self.scores], marks, self.traces]
        return hashlib.sha256(json.dumps(content, sort_keys=True).encode()).hexdigest()

    @property
    def cases(self) -> list[Case]:
        """The questions that the arm answered, as it is judged by them, with its answers."""
        return cases_of(self.material.labels[self.arm], self.material.answers[self.arm])

    def asked(self) -> Iterator[tuple[Question, Answer | None]]:
        """Yields every question that the arm is judged by, with None where it gave no answer."""
        said = {answer.question_id: answer for answer in self.material.answers[self.arm]}
        for question in self.material.labels[self.arm]:
            yield question, said.get(question.id)

    def errors(self) -> Counter[str]:
        """Counts the values that were due and did not come, by metric."""
        return Counter(score.metric for score in self.scores if failed(score))

    @property
    def unanswered(self) -> int:
        """Questions that the arm gave no answer to."""
        return len({score.question_id for score in self.scores if score.reason == NO_ANSWER})


def answer_hash(answer: Answer) -> str:
    """Returns the sha256 of what an arm said, which people's verdicts are bound to."""
    return hashlib.sha256(answer.text.encode()).hexdigest()
