"""How long source sets are in a model's tokens: what training computes, and what it would without sharing."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from pipelines.language.prompt import label, render
from pipelines.models.tokenizer import ModelTokenizer
from pipelines.models.tokens import control_tokens, encode_completion, encode_prompt
from pipelines.records.example import Example


@dataclass(frozen=True, slots=True, kw_only=True)
class SetLength:
    """One source set with all its questions, in tokens."""

    name: str
    shared: int
    """Rules and sources, which all its questions read once."""
    asked: tuple[int, ...]
    """Each question with its answer; the last token of an answer is predicted and never read."""

    @property
    def row(self) -> int:
        """What training computes, and what the model's limit is for."""
        return self.shared + sum(self.asked)

    @property
    def alone(self) -> tuple[int, ...]:
        """What each of its examples would be without the others."""
        return tuple(self.shared + one for one in self.asked)


def set_lengths(examples: Iterable[Example], tokenizer: ModelTokenizer) -> list[SetLength]:
    """Measures source sets as training lays them out.

    Args:
        examples: The examples.
        tokenizer: The model's.

    Returns:
        A length for each source set, in the order in which the sets come first.
    """
    sets: dict[str, list[Example]] = {}
    for example in examples:
        sets.setdefault(example.source_set, []).append(example)
    marks = control_tokens(tokenizer.tokenizer)
    return [_measured(name, members, tokenizer, marks) for name, members in sets.items()]


def _measured(name: str, members: Sequence[Example], model: ModelTokenizer, marks: tuple[str, ...]) -> SetLength:
    asked: list[int] = []
    shared = 0
    for example in members:
        prompt = render(example.question, example.sources, control_tokens=marks)
        if not asked:
            rules, sources, _ = encode_prompt(model.tokenizer, prompt, model.template)
            shared = len(rules) + len(sources)
        # The same sources for all of a set, so that they are counted once.
        _, _, question = encode_prompt(model.tokenizer, replace(prompt, rules="", sources=""), model.template)
        written = label(example.answer, example.sources, control_tokens=marks)
        answer = encode_completion(model.tokenizer, written, model.template)
        asked.append(len(question) + len(answer) - 1)
    return SetLength(name=name, shared=shared, asked=tuple(asked))
