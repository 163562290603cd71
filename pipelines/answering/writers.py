"""Who writes an answer: nobody (a sentence is copied out), or a model with or without an adapter."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from pipelines.answering import extractive
from pipelines.answering.config import AnswerConfig
from pipelines.answering.shown import Asked
from pipelines.language.prompt import Prompt, WorkedExample, render, render_closed_book
from pipelines.records.answer import FinishReason

if TYPE_CHECKING:
    from pipelines.models.base import LoadedModel

Advance = Callable[[int], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """What came back for one question, citing by handle."""

    text: str
    finish_reason: FinishReason = "stop"
    prompt_tokens: int = 0
    completion_tokens: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Writer:
    """Something that answers questions over the sources they show."""

    model: str
    """Name of the base model; `extractive` where there is none."""
    adapter_hash: str | None
    write: Callable[[Sequence[Asked], Advance], list[Written]]
    """Answers in the order of the questions; calls the second argument with how many more are done."""


def extractive_writer(threshold: float) -> Writer:
    """Returns the writer that copies the best sentence of the first source, or refuses below the threshold."""

    def write(asked: Sequence[Asked], advance: Advance) -> list[Written]:
        written = [Written(text=extractive.write(one.question, one.sources, threshold)) for one in asked]
        advance(len(written))
        return written

    return Writer(model="extractive", adapter_hash=None, write=write)


def model_writer(loaded: "LoadedModel", config: AnswerConfig, worked: Sequence[WorkedExample] = ()) -> Writer:
    """Returns the writer that asks a loaded model, greedily.

    Args:
        loaded: The model, with its adapter where it has one.
        config: How long answers may be, and how many are written together.
        worked: Worked examples that every prompt shows after the rules.

    Returns:
        The writer.
    """
    from pipelines.models.generate import Request, generate
    from pipelines.models.tokens import control_tokens

    control = control_tokens(loaded.tokenizer)

    def write(asked: Sequence[Asked], advance: Advance) -> list[Written]:
        requests = [Request(prompt=_prompt(one, control, worked)) for one in asked]
        generated = generate(
            loaded, requests, max_new_tokens=config.max_new_tokens, batch_size=config.batch_size, advance=advance
        )
        return [
            Written(
                text=one.text,
                finish_reason=one.finish_reason,
                prompt_tokens=one.prompt_tokens,
                completion_tokens=one.completion_tokens,
            )
            for one in generated
        ]

    return Writer(model=loaded.name, adapter_hash=loaded.adapter_hash, write=write)


def _prompt(asked: Asked, control: Sequence[str], worked: Sequence[WorkedExample]) -> Prompt:
    if asked.closed_book:
        return render_closed_book(asked.question, control_tokens=control)
    return render(asked.question, asked.sources, control_tokens=control, worked=worked)
