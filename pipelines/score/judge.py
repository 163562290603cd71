"""The configured judge at work: an endpoint in the shape that `eval.judges` asks."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any, TypeVar

from eval.judges import Dialogue, Judge, Judged, Prompt, Said, Unsaid, judge_arms
from eval.judges.calibration import calibration
from eval.judges.licence import Label, Licence
from eval.judges.metrics import FAILED, about
from eval.judges.reading import schema_of
from eval.judges.scoring import Terms
from eval.scoring import cases_of
from pipelines.answering.arms import ARMS
from pipelines.models import endpoint as engine
from pipelines.models.replies import Replies, forget_others, opened
from pipelines.records.review import Review
from pipelines.runtime.errors import UserError
from pipelines.runtime.folders import Folders
from pipelines.runtime.progress import progress_bar
from pipelines.score.config import Config
from pipelines.score.filed import answer_hash
from pipelines.score.judge_config import JudgeConfig
from pipelines.score.material import Material, read_material

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

R = TypeVar("R")

REVIEWED = {"correctness": ("judged_right", "factual_correctness"), "faithfulness": ("faithfulness",)}
"""What a reviewer says yes or no to → the metrics of a judge that say the same."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Judging:
    """What came of the judge in this run."""

    judged: Judged
    notes: Sequence[str]
    """Lines for the stage's summary: what was asked, and which metrics count."""


def judge_answers(
    material: Material, config: Config, folders: Folders, reviews: Sequence[Review] = ()
) -> Judging | None:
    """Asks the configured judge, first about the calibration set and then about the answers it may score.

    What it said about texts that no arm shows or says any more is forgotten, whether there is a judge now or not.

    Args:
        material: What is scored.
        config: The judge, or none.
        folders: The data folders; replies are kept beside what DVC owns.
        reviews: What people said about answers; it counts for the licence where the answer is still the same.

    Returns:
        Scores, summaries and licences; None where no judge is configured.

    Raises:
        UserError: The endpoint or the embedding model cannot be used. Replies that came before are kept.
    """
    judge = config.score.judge
    if not judge.url:
        if folders.judgements.exists():
            forget_others(_judged_texts(_said_by_all(material, folders)), folders.judgements)
        return None
    at = _endpoint(judge)
    engine.api_key(at)
    terms = Terms(metrics=judge.metrics, floor=judge.floor, labels=list(labels(material, reviews)))
    embed, embedder = _embedding(judge, folders)
    with opened(folders.judgements) as kept:
        kept.forget_others(_judged_texts(_said_by_all(material, folders)))
        desk = _Desk(at, kept, judge)
        asked = Judge(
            model=judge.model,
            converse=desk.converse,
            embed=embed,
            embedder=embedder,
            held_to_form=judge.json_schema,
        )
        judged = judge_arms(asked, material.labels, material.answers, terms)
        made = len(kept.new)
    calls = f"judge {judge.model}: {made:,} calls made, {desk.calls - made:,} replies reused"
    return Judging(judged=judged, notes=[calls, *map(_note, judged.licences)])


def labels(material: Material, reviews: Iterable[Review]) -> Iterator[Label]:
    """Yields people's verdicts on the answers that are still the same, by the judge's metrics that say the same."""
    cases = {
        (case.question.id, arm, answer_hash(case.answer)): case
        for arm, answers in material.answers.items()
        for case in cases_of(material.labels[arm], answers)
    }
    reviews = list(reviews)
    unsupported = {_place(one) for one in reviews if one.metric == "faithfulness" and not one.value}
    for review in reviews:
        case = cases.get((review.question_id, review.arm, review.answer_hash))
        if case is None:
            continue
        for metric in REVIEWED[review.metric]:
            # A right answer that adds what no source says is not right.
            yes = bool(review.value) and not (metric == "judged_right" and _place(review) in unsupported)
            yield Label(metric=metric, case=case, yes=yes)


def _place(review: Review) -> tuple[str, ...]:
    return review.question_id, review.arm, review.answer_hash, review.who


def _endpoint(judge: JudgeConfig) -> engine.Endpoint:
    return engine.Endpoint(
        url=judge.url,
        model=judge.model,
        api_key_env=judge.api_key_env,
        concurrency=judge.concurrency,
        timeout=judge.timeout,
        retries=judge.retries,
    )


def _said_by_all(material: Material, folders: Folders) -> Material:
    """Returns what every arm said, also those of another comparison: what was asked of a judge for it is paid."""
    names = [name for name in ARMS if (folders.answers / f"{name}.jsonl").is_file()]
    try:
        return read_material(names, folders)
    except UserError:
        # An arm that belongs to other questions, or was altered, is answered again before it is scored.
        return material


def _judged_texts(material: Material) -> Iterator[str]:
    for arm, answers in material.answers.items():
        yield from about(cases_of(material.labels[arm], answers))
    yield from about(item.case for item in calibration())


def _embedding(
    judge: JudgeConfig, folders: Folders
) -> tuple["Callable[[Sequence[str]], NDArray[np.float32]] | None", str]:
    if not judge.embedder or "response_relevancy" not in judge.metrics:
        return None, ""
    from pipelines.models.embed import load_embedder

    embedder = load_embedder(judge.embedder, folders.models, key="score.judge.embedder")
    one = cache(lambda text: embedder.queries([text])[0])

    def embed(texts: Sequence[str]) -> "NDArray[np.float32]":
        import numpy as np

        return np.stack([one(text) for text in texts])

    return embed, embedder.hash


class _Desk:
    """Leads a judge's dialogues with the endpoint."""

    def __init__(self, at: engine.Endpoint, kept: Replies, judge: JudgeConfig) -> None:
        self._at = at
        self._judge = judge
        self._kept = kept
        self.calls = 0

    def converse(self, dialogues: Sequence[Dialogue[Any]]) -> list[Any]:
        """Leads them to their ends, many at once; those that ask nothing reach no endpoint."""
        if not dialogues:
            return []
        with progress_bar("score: judge", len(dialogues)) as advance:
            return engine.converse([self._called(one) for one in dialogues], self._at, self._kept, advance)

    def _called(self, dialogue: Dialogue[R]) -> engine.Dialogue[R]:
        try:
            prompt = next(dialogue)
            while True:
                self.calls += 1
                prompt = dialogue.send(_said((yield self._call(prompt))))
        except StopIteration as end:
            result: R = end.value
            return result

    def _call(self, prompt: Prompt) -> engine.Call:
        return engine.Call(
            messages=(("system", prompt.system), ("user", prompt.user)),
            max_tokens=self._judge.max_tokens,
            about=prompt.about,
            schema=schema_of(prompt.form) if self._judge.json_schema else None,
        )


def _said(answer: engine.Reply | engine.Failure) -> Said | Unsaid:
    if isinstance(answer, engine.Failure):
        return Unsaid(reason=answer.reason)
    return Said(text=answer.text, cut=answer.finish == "length")


def _note(licence: Licence) -> str:
    failed = (
        f"; {licence.failed} of {licence.items} judgements failed, mostly: {_why(licence)}" if licence.failed else ""
    )
    if not licence.granted:
        return f"{licence.metric}: {licence.reason}, so it scored no answer{failed}"
    interval = f"κ {licence.kappa:.2f} [{licence.low:.2f}, {licence.high:.2f}]"
    return f"{licence.metric}: licensed, {interval} on {licence.items} items{failed}"


def _why(licence: Licence) -> str:
    """Returns the commonest reason why judgements failed."""
    reasons = Counter(one.judge.removeprefix(FAILED) for one in licence.wrong if one.judge.startswith(FAILED))
    return max(sorted(reasons), key=reasons.__getitem__)
