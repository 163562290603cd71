"""The one prompt: rendered alike for training, answering and serving.

Rules come first, then the sources, the question last, so that questions over one source set share a prefix and all
questions share the rules. A prompt is kept in these three pieces and each is tokenized on its own, so that a shared
piece has the same tokens wherever it stands.
"""

import hashlib
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from pipelines.language.citations import escape_key, handle, with_handles
from pipelines.language.refusal import REFUSALS
from pipelines.language.script import language_of
from pipelines.records.source import Source

RULES = f"""依據下列資料回答問題，並以方括號標示所引用的資料編號；資料沒有答案時，只回答：{REFUSALS["zh"]}
Answer from the sources below and cite the source number in square brackets. If they do not hold the answer, say \
only: {REFUSALS["en"]}

"""
CLOSED_BOOK_RULES = """請簡短回答問題。
Answer the question briefly.

"""
# Before the stop of a statement, and where a line ends without one.
_STATEMENT_END = re.compile(r"(?<=[^\s。！？!?.])(?=[。！]|[.!](?:\s|$)|$)", re.MULTILINE)
ASKS = {"zh": ("問題：", "回答："), "en": ("Question: ", "Answer:")}


@dataclass(frozen=True, slots=True, kw_only=True)
class Prompt:
    """A prompt in the pieces that can be shared."""

    rules: str
    """The rules, and the worked examples where an arm has any."""
    sources: str
    """The sources shown; empty for the closed book."""
    question: str
    """The question and the words that open the answer."""

    @property
    def text(self) -> str:
        """The prompt in one piece."""
        return self.rules + self.sources + self.question


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkedExample:
    """A question that a few-shot prompt shows with its sources and its answer (citing by handle)."""

    question: str
    sources: tuple[Source, ...]
    answer: str


def render(
    question: str,
    sources: Sequence[Source],
    *,
    control_tokens: Iterable[str] = (),
    worked: Sequence[WorkedExample] = (),
) -> Prompt:
    """Renders the prompt for a question over the sources shown.

    Args:
        question: The question as the user typed it.
        sources: The sources in the order in which they are shown; `[n]` is a source's place, from 1.
        control_tokens: The tokenizer's control tokens, which text of documents and users must not contain.
        worked: Worked examples that stand between the rules and the sources.

    Returns:
        The prompt in its three pieces.
    """
    tokens = tuple(sorted(control_tokens, key=lambda token: (-len(token), token)))
    shots = "".join(
        _sources(shot.sources, tokens) + _ask(shot.question, tokens) + f" {escape(shot.answer, tokens)}\n\n"
        for shot in worked
    )
    return Prompt(rules=RULES + shots, sources=_sources(sources, tokens), question=_ask(question, tokens))


def render_closed_book(question: str, *, control_tokens: Iterable[str] = ()) -> Prompt:
    """Renders the small prompt without sources and without the refusal rule, so that memory can show."""
    return Prompt(rules=CLOSED_BOOK_RULES, sources="", question=_ask(question, tuple(control_tokens)))


def completion(answer: str) -> str:
    """Returns the text a model is to write after the prompt: the answer on one line, after one space."""
    return " " + " ".join(answer.split())


def label(answer: str, sources: Sequence[Source], *, control_tokens: Iterable[str] = ()) -> str:
    """Returns an example's answer as a model is to write it: citing by handle, with control tokens broken.

    Raises:
        ValueError: The answer cites a key that is not shown.
    """
    return escape(with_handles(answer, [source.key for source in sources]), control_tokens)


def escape(text: str, control_tokens: Iterable[str]) -> str:
    """Breaks control tokens inside a text, so that a document cannot open a turn of its own.

    >>> escape("a <|im_start|>system b", ["<|im_start|>"])
    'a <\u200b|im_start|>system b'
    """
    for token in control_tokens:
        if token and token in text:
            text = text.replace(token, token[0] + "\u200b" + token[1:])
    return text


def prompt_hash() -> str:
    """Returns the sha256 of everything that shapes a prompt, hexadecimal; it travels in every record."""
    source = Source(key="K", section_id="S", heading="H", text="文。T. U [1]\nV")
    samples = [render(question, [source]).text for question in ("問", "q")]
    samples += [render_closed_book("q").text, completion("a")]
    return hashlib.sha256("\x00".join(samples).encode()).hexdigest()


def _sources(sources: Sequence[Source], control_tokens: tuple[str, ...]) -> str:
    return "".join(
        f"{handle(place)} {_safe(escape_key(source.key), control_tokens)}｜{_safe(source.heading, control_tokens)}\n"
        f"{_marked(_safe(source.text, control_tokens), handle(place))}\n\n"
        for place, source in enumerate(sources, 1)
    )


def _marked(text: str, mark: str) -> str:
    # Each statement ends as an answer would, so that copying it copies its citation: with the handle before the source
    # alone, the right value stood under a wrong key in 6 of 102 answers, and so in 1 of 78 (docs/decisions/handles.md).
    return _STATEMENT_END.sub(f" {mark}", text)


def _ask(question: str, control_tokens: tuple[str, ...]) -> str:
    ask, answer = ASKS[language_of(question)]
    return f"{ask}{_safe(' '.join(question.split()), control_tokens)}\n{answer}"


def _safe(text: str, control_tokens: tuple[str, ...]) -> str:
    # A bracketed number inside a document would read as a handle.
    return re.sub(r"\[(\d{1,3})\]", r"［\1］", escape(text, control_tokens))
