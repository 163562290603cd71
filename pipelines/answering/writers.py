"""Who writes an answer: nobody (a sentence is copied out), or a model with or without an adapter."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from pipelines.answering import extractive
from pipelines.answering.config import AnswerConfig
from pipelines.answering.nearest import Likeness
from pipelines.answering.shown import Asked
from pipelines.language.prompt import Prompt, WorkedExample, render, render_closed_book
from pipelines.records.answer import IN_PROCESS, FinishReason

if TYPE_CHECKING:
    from pipelines.models.base import LoadedModel
    from pipelines.models.generate import Generated


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """What came back for one question, citing by handle."""

    text: str
    finish_reason: FinishReason = "stop"
    prompt_tokens: int = 0
    completion_tokens: int = 0
    confidence: float | None = None
    """As in `Answer`."""


Finished = Callable[[int, Written], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Writer:
    """Something that answers questions over the sources they show."""

    model: str
    """Name of the base model; `extractive` where there is none."""
    adapter_hash: str | None
    write: Callable[[Sequence[Asked], Finished], None]
    """Answers questions, in any order; calls the second argument with each one's place and answer once it is done."""
    names: Callable[[Sequence[Asked]], list[str]] | None = None
    """Names the answer of each question, so that equal names mean equal answers; None: writing again costs nothing."""
    engine: str | None = None
    """As in `Answer`."""
    dtype: str | None = None
    """As in `Answer`."""
    quote: bool = False
    """True where its answers are put into the sources' own words."""
    refuse_from: float = 0.0
    """As in `AnswerConfig`."""
    remarks: list[str] = field(default_factory=list)
    """What whoever asked should know of what was written; filled while answers are written."""


def extractive_writer(threshold: float, likeness: Likeness | None = None) -> Writer:
    """Returns the writer that copies what of the first source stands nearest, or refuses below the threshold."""

    def write(asked: Sequence[Asked], finished: Finished) -> None:
        for place, one in enumerate(asked):
            finished(place, Written(text=extractive.write(one.question, one.sources, threshold, likeness)))

    return Writer(model="extractive", adapter_hash=None, write=write)


def model_writer(loaded: "LoadedModel", config: AnswerConfig, worked: Sequence[WorkedExample] = ()) -> Writer:
    """Returns the writer that asks a loaded model, greedily.

    Args:
        loaded: The model, with its adapter where it has one; only the writer may use it from now on.
        config: How long answers may be, and how many are written together.
        worked: Worked examples that every prompt shows after the rules.

    Returns:
        The writer.
    """
    from pipelines.models.generate import Decoding, Generated, Request, generate, prompt_tokens
    from pipelines.models.merge import merged
    from pipelines.models.names import dtype_of, names_of
    from pipelines.models.tokens import control_tokens

    loaded = merged(loaded)
    control = control_tokens(loaded.tokenizer)
    decoding = Decoding(
        max_new_tokens=config.max_new_tokens, batch_size=config.batch_size, shown_only=config.cite_shown_only
    )

    def write(asked: Sequence[Asked], finished: Finished) -> None:
        requests = [Request(prompt=prompt_of(one, control, worked), sources=len(one.sources)) for one in asked]

        def one_more(place: int, generated: Generated) -> None:
            finished(place, _written(generated))

        generate(loaded, requests, decoding, one_more)

    def names(asked: Sequence[Asked]) -> list[str]:
        prompts = [prompt_tokens(loaded, prompt_of(one, control, worked)) for one in asked]
        return names_of(prompts, loaded, decoding)

    return Writer(
        model=loaded.name,
        adapter_hash=loaded.adapter_hash,
        write=write,
        names=names,
        engine=IN_PROCESS,
        dtype=dtype_of(loaded),
        quote=config.quote,
        refuse_from=config.refuse_from,
    )


def _written(generated: "Generated") -> Written:
    return Written(
        text=generated.text,
        finish_reason=generated.finish_reason,
        prompt_tokens=generated.prompt_tokens,
        completion_tokens=generated.completion_tokens,
        confidence=generated.confidence,
    )


def prompt_of(asked: Asked, control: Sequence[str], worked: Sequence[WorkedExample]) -> Prompt:
    """Renders the prompt of a question over the sources it shows.

    Args:
        asked: The question.
        control: The tokenizer's control tokens.
        worked: Worked examples that stand after the rules; the closed book shows none.

    Returns:
        The prompt in its pieces.
    """
    if asked.closed_book:
        return render_closed_book(asked.question, control_tokens=control)
    return render(asked.question, asked.sources, control_tokens=control, worked=worked)
