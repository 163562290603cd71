"""RAGAS' own metrics over a judge of ours: its coroutines are dialogues, and its prompts are read strictly.

A metric of `ragas.metrics.collections` awaits two things: a model and embeddings. Both stand in here. The model gives
each prompt to whoever leads the dialogue, so the library makes no call, has no loop of its own, and sees no reply that
does not hold. Nothing is asked twice, and nothing of a document reaches the library's own clients.
"""

from collections.abc import Callable, Coroutine, Generator, Sequence
from functools import cache
from typing import Any

import numpy as np
from numpy.typing import NDArray
from pydantic import BaseModel

from eval.judges.dialogue import Dialogue, JudgementError, Prompt, Said, Unsaid
from eval.judges.prompts import SYSTEM, chinese
from eval.judges.reading import read
from pipelines.records.section import Language

Row = dict[str, Any]
Embed = Callable[[Sequence[str]], NDArray[np.float32]]


class _Asked:
    """Hands a prompt to the leader of the dialogue and awaits what was said."""

    def __init__(self, prompt: Prompt) -> None:
        self._prompt = prompt

    def __await__(self) -> Generator[Prompt, Said | Unsaid, Said | Unsaid]:
        return (yield self._prompt)


class Reader:
    """Asks prompts of one dialogue, and holds the number of verdicts against the number of statements.

    Args:
        language: The language that the rules stand in.
        about: Names the texts that are judged.
        at_least: Verdicts that a reply with statements of its own must hold at least.
    """

    def __init__(self, language: Language, about: str, at_least: int) -> None:
        self.language = language
        self._about = about
        self._at_least = at_least
        self._statements: int | None = None

    async def ask(self, prompt: str, form: type[BaseModel]) -> BaseModel:
        """Asks a prompt and returns what was said, in the form asked for.

        Raises:
            JudgementError: Nothing came back that holds.
        """
        asked = Prompt(system=SYSTEM[self.language], user=prompt, about=self._about, form=form)
        made = read(await _Asked(asked), form)
        if not str(getattr(made, "question", "-")).strip():
            # The library would count it as a question that is nothing like the one asked.
            raise JudgementError("the judge wrote no question")
        for name in ("statements", "claims", "classifications"):
            if name in form.model_fields:
                self._count(name, getattr(made, name))
        return made

    def _count(self, name: str, items: Sequence[Any]) -> None:
        if not items:
            raise JudgementError("the judge found no statement")
        if isinstance(items[0], str):
            self._statements = sum(bool(item.strip()) for item in items)
        elif name == "classifications" and len(items) < self._at_least:
            raise JudgementError("the judge gave fewer verdicts than there are statements")
        elif name == "statements":
            if len(items) != self._statements:
                raise JudgementError("the number of the judge's verdicts is not the number of statements")
            self._statements = None


def ask_library(name: str, row: Row, reader: Reader, embed: Embed | None = None) -> Dialogue[float]:
    """Leads a metric of the library through one row.

    Args:
        name: A class of `ragas.metrics.collections`.
        row: What its `ascore` takes.
        reader: Reads what the judge says; one for Chinese puts our prompts in the place of the library's.
        embed: Embeds questions, where the metric needs it.

    Yields:
        Prompts.

    Returns:
        The metric's value.
    """
    metric = _metric(name, reader, embed)
    if reader.language == "zh":
        for attribute, prompt in list(vars(metric).items()):
            if attribute.endswith("prompt"):
                setattr(metric, attribute, chinese(type(prompt).__name__))
    scoring: Coroutine[Any, Any, Any] = metric.ascore(**row)
    found = yield from scoring.__await__()
    return float(found.value)


def english(name: str, sample: Row) -> list[str]:
    """Returns the library's own prompts of a metric around a sample of its input, so that they can be hashed."""
    metric = _metric(name, Reader("en", "", 0), lambda texts: np.zeros((len(texts), 1), np.float32))
    found: list[str] = []
    for attribute, prompt in sorted(vars(metric).items()):
        if attribute.endswith("prompt"):
            fields = prompt.input_model.model_fields
            found.append(prompt.to_string(prompt.input_model(**{field: sample[field] for field in fields})))
    return found


OPTIONS: dict[str, Row] = {
    # As published three times, which is the same question three times for a judge that does not draw.
    "AnswerRelevancy": {"strictness": 1},
    # With less coverage a claim too many is left out, and so is never found wrong.
    "FactualCorrectness": {"coverage": "high"},
}


def _metric(name: str, reader: Reader, embed: Embed | None) -> Any:  # noqa: ANN401
    import ragas.metrics.collections as library

    model, embeddings = _stand_ins()
    parts: Row = {"llm": model(reader), **OPTIONS.get(name, {})}
    if name == "AnswerRelevancy":
        parts["embeddings"] = embeddings(embed)
    return getattr(library, name)(**parts)


@cache
def _stand_ins() -> tuple[Any, Any]:
    """The two classes that the library asks, made when it is there."""
    from ragas.embeddings.base import BaseRagasEmbedding
    from ragas.llms.base import InstructorBaseRagasLLM

    class Model(InstructorBaseRagasLLM):
        def __init__(self, reader: Reader) -> None:
            self._reader = reader

        def generate(self, prompt: str, response_model: type[BaseModel]) -> BaseModel:
            raise NotImplementedError

        async def agenerate(self, prompt: str, response_model: type[BaseModel]) -> BaseModel:
            return await self._reader.ask(prompt, response_model)

    class Embeddings(BaseRagasEmbedding):
        def __init__(self, embed: Embed) -> None:
            super().__init__()
            self._embed = embed

        def embed_text(self, text: str, **_: object) -> list[float]:
            vector: list[float] = self._embed([text])[0].tolist()
            return vector

        async def aembed_text(self, text: str, **_: object) -> list[float]:
            return self.embed_text(text)

        async def aembed_texts(self, texts: list[str], **_: object) -> list[list[float]]:
            # The library's own gathers tasks, which needs a loop.
            return [self.embed_text(text) for text in texts]

    return Model, Embeddings
