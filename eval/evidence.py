"""Whether what lies on the table can be judged at all: complete, of one kind, and of this candidate."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from eval.metrics import PRIMARY
from pipelines.records import AdapterCard, Answer, Question, Score, Summary
from pipelines.records.decision import Verdict

NO_MODEL = "extractive"
UNNAMED = "an engine that is not named"


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """Everything a decision rests on."""

    questions: Sequence[Question]
    answers: Mapping[str, Sequence[Answer]]
    """Arm → answers."""
    scores: Sequence[Score]
    summaries: Sequence[Summary]
    card: AdapterCard
    """The candidate's."""
    champion: str | None
    """Hash of the champion's adapter; None when there is none yet."""
    hashes: Mapping[str, str]
    """File → sha256."""
    damage: Sequence[str] = ()
    """What was missing, altered or out of date when the evidence was read; each entry stops the judgement."""
    foreign: Sequence[str] = ()
    """What was measured by other code or rules than those that judge."""

    @property
    def has_other_champion(self) -> bool:
        """True where there is a champion to compare with; a candidate that is the champion already has none."""
        return self.champion is not None and self.champion != self.card.adapter_hash


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """Why a candidate cannot be judged."""

    verdict: Verdict
    reason: str


def problems(evidence: Evidence, arms: Sequence[str]) -> list[Problem]:
    """Finds what stands in the way of a judgement.

    Args:
        evidence: What was found on disk.
        arms: The arms that the decision compares.

    Returns:
        Every problem: first what was not measured, then what cannot be compared; empty where there is none.
    """
    damage = [Problem(verdict="not_measured", reason=reason) for reason in evidence.damage]
    if damage or not evidence.questions:
        return damage or [Problem(verdict="not_measured", reason="there are no held-out questions")]
    missing = [Problem(verdict="not_measured", reason=reason) for reason in _not_measured(evidence, arms)]
    foreign = [Problem(verdict="not_comparable", reason=reason) for reason in _not_comparable(evidence, arms)]
    return missing + foreign


def written_by(answers: Mapping[str, Sequence[Answer]], arms: Iterable[str]) -> dict[str, list[str]]:
    """Says which engine, in which dtype, wrote the answers of which arms.

    Args:
        answers: Arm → answers.
        arms: The arms to look at.

    Returns:
        Engine in words → its arms, without those that use no model. Answers that were written before engines were
        named are under `UNNAMED`.
    """
    found: dict[str, list[str]] = {}
    for arm in arms:
        for engine in sorted({one.written_by or UNNAMED for one in answers.get(arm, ()) if one.model != NO_MODEL}):
            found.setdefault(engine, []).append(arm)
    return found


def _not_measured(evidence: Evidence, arms: Sequence[str]) -> Iterator[str]:
    wanted = {question.id for question in evidence.questions}
    scored = {(one.arm, one.question_id) for one in evidence.scores if one.metric == PRIMARY and one.value is not None}
    for arm in arms:
        answers = evidence.answers.get(arm, ())
        answered = [answer.question_id for answer in answers]
        if absent := len(wanted.difference(answered)):
            yield f"arm {arm} has no answer to {absent} of {len(wanted)} questions"
        if len(answered) != len(set(answered)):
            yield f"arm {arm} answers a question twice"
        if unscored := len([name for name in wanted.intersection(answered) if (arm, name) not in scored]):
            yield f"arm {arm} has {unscored} answers without a score"
    yield from _other_adapter("candidate", evidence.answers.get("candidate", ()), evidence.card.adapter_hash)
    if evidence.has_other_champion:
        yield from _other_adapter("champion", evidence.answers.get("champion", ()), evidence.champion)


def _other_adapter(arm: str, answers: Sequence[Answer], expected: str | None) -> Iterator[str]:
    if any(answer.adapter_hash != expected for answer in answers):
        yield f"the answers of arm {arm} come from another adapter than the one to be judged"


def _not_comparable(evidence: Evidence, arms: Sequence[str]) -> Iterator[str]:
    said = [answer for arm in arms for answer in evidence.answers.get(arm, ())]
    wanted = {question.id for question in evidence.questions}
    yield from evidence.foreign
    if foreign := {answer.question_id for answer in said} - wanted:
        yield f"{len(foreign)} questions were answered that are not in the held-out set"
    if len({answer.prompt_hash for answer in said} | {evidence.card.prompt_hash}) > 1:
        yield "the arms, or the candidate's training, used different prompts"
    if len({answer.index_hash for answer in said}) > 1:
        yield "the arms searched different indexes"
    if len({answer.model for answer in said if answer.arm != "extractive"}) > 1:
        yield "the arms stand on different base models"
    if len(engines := written_by(evidence.answers, arms)) > 1:
        named = ", ".join(f"{' and '.join(by)} by {engine}" for engine, by in engines.items())
        yield f"the arms were answered by different engines: {named}"
    shown: dict[str, set[tuple[str, ...]]] = {}
    for answer in said:
        shown.setdefault(answer.question_id, set()).add(tuple(source.section_id for source in answer.sources))
    if differing := sum(len(sets) > 1 for sets in shown.values()):
        yield f"the arms were shown different sources for {differing} questions"
