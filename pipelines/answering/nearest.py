"""What of a source stands nearest to a question: by the words that they share, and by meaning where that is known."""

import re
from collections.abc import Callable, Sequence

from pipelines.language.citations import HANDLE, handle
from pipelines.language.script import language_of
from pipelines.language.sentences import announced, announcing, sentences
from pipelines.language.tokens import token_set
from pipelines.records.source import Source

Likeness = Callable[[str, Sequence[str]], Sequence[float]]
"""Says how like each of some texts is to a question in meaning, [-1, 1]."""

NEAR = 0.2
"""How far behind the best sentence the next best may be to stand beside it, as a share of the question's tokens."""
NEAR_BY_WORDS = 0.1
"""The same where only words are compared."""
_MEANING = 4.0
"""What likeness counts beside that share: of one section's sentences it differs by some hundredths."""
_BY_HEADING = 0.2
"""Share of a question that stands in the heading where it asks by the heading alone, and no sentence has the rest."""
_GAP = " … "
_QUESTION = ("？", "?")
_ANSWER_LABEL = re.compile(r"(?:答|A)\s*[：:]\s*")
_STOPS = {"zh": "。", "en": "."}
_BETWEEN = {"zh": "；", "en": "; "}
_AFTER_COLON = {":": " ", "：": ""}


def extract(question: str, source: Source, likeness: Likeness | None = None, *, near: float | None = None) -> str:
    """Finds the sentence of a source that is nearest to a question, and the next where that is nearly as near.

    Where one is a question itself, as in a FAQ, the sentence behind it is the answer. What a sentence with a colon
    announces goes with it, and it goes with an item of its list. A question by the heading alone is answered by the
    first sentences.

    Args:
        question: The question.
        source: Where it is to be found.
        likeness: Compares meanings; None: words alone.
        near: How far behind the best the next best may be; below 0 none stands beside it. None: as is usual.

    Returns:
        The sentences in the source's order, made one statement; `…` stands for what is between them.
    """
    parts = sentences(source.text) or [source.heading]
    scores = _scores(question, source.heading, parts, likeness)
    if near is None:
        near = NEAR_BY_WORDS if likeness is None else NEAR
    best, *others = sorted(range(len(parts)), key=lambda place: (-scores[place], place))
    also = [place for place in others[:1] if scores[place] >= scores[best] - near]
    told = {_answer_at(parts, place) for place in (best, *also)}
    leads = {lead for place in told if (lead := announcing(parts, place)) is not None}
    told |= leads | {item for place in told for item in announced(parts, place)}
    return _joined(parts, sorted(told))


def _scores(question: str, heading: str, parts: Sequence[str], likeness: Likeness | None) -> list[float]:
    """Says how near sentences are to a question: higher is nearer.

    What their heading says is true of them all: its tokens do not count, and meaning does by the share of the others.
    """
    asked = token_set(question)
    shares = [_share(asked - token_set(heading), part) for part in parts]
    in_heading = _share(asked, heading)
    by_heading = in_heading >= _BY_HEADING and not any(shares)
    if likeness is None or by_heading or len(parts) == 1:
        return shares
    weight = _MEANING * (1 - in_heading)
    return [share + weight * like for share, like in zip(shares, likeness(question, parts), strict=True)]


def _answer_at(parts: Sequence[str], place: int) -> int:
    """Returns the place of the first sentence from a place on that is no question."""
    return next((later for later in range(place, len(parts)) if not parts[later].endswith(_QUESTION)), place)


def _joined(parts: Sequence[str], places: Sequence[int]) -> str:
    """Makes one statement of sentences, which one citation covers."""
    said = ""
    for before, place in zip((None, *places), places, strict=False):
        part = parts[place].rstrip("。.；;")
        if before is not None:
            said += _GAP if place > before + 1 else _AFTER_COLON.get(said[-1:], _BETWEEN[language_of(said)])
        said += part.removeprefix(label.group()) if (label := _ANSWER_LABEL.match(part)) else part
    return said


def support(question: str, source: Source) -> float:
    """Returns the share of a question's tokens that a source holds, [0, 1]."""
    return _share(token_set(question), f"{source.heading}\n{source.text}")


def cited_line(said: Sequence[tuple[str, int]]) -> str:
    """Returns texts as one line, each citing the source at its place, from 0.

    >>> cited_line([("上限 NT$2,800", 0), ("上限 NT$3,400", 2)])
    '上限 NT$2,800 [1]；上限 NT$3,400 [3]。'
    """
    # A footnote's number is in the form of a handle.
    plain = [HANDLE.sub(r"(\1)", " ".join(text.split())) for text, _ in said]
    language = language_of(" ".join(plain))
    parts = [f"{text} {handle(place + 1)}" for text, (_, place) in zip(plain, said, strict=True)]
    return _BETWEEN[language].join(parts) + _STOPS[language]


def _share(wanted: frozenset[str], text: str) -> float:
    return len(wanted & token_set(text)) / len(wanted) if wanted else 0.0
