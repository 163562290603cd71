"""Marks in a cited paragraph what the answer stands on."""

import re
from collections.abc import Iterator
from html import escape

_SENTENCE = re.compile(r"[^。！？；\n.!?]+(?:[.!?](?!\s|$)[^。！？；\n.!?]*)*[。！？；.!?\n]*")
_SPACE = re.compile(r"\s+")
WORTH = 0.25
"""A sentence is marked where it holds this share of the answer's pairs of characters; below it, agreement is chance."""


def marked(paragraph: str, answer: str) -> str:
    """Marks the sentences of a paragraph that hold most of what an answer says.

    Args:
        paragraph: The section's text.
        answer: What the arm said, without citations.

    Returns:
        The paragraph escaped, with `<mark>` around the best sentence and those nearly as good; without one where
        nothing in it looks like the answer.
    """
    pieces = list(_sentences(paragraph))
    wanted = _pairs(answer)
    shares = [len(_pairs(piece) & wanted) / len(wanted) if wanted else 0.0 for piece in pieces]
    best = max(shares, default=0.0)
    least = max(WORTH, 0.8 * best)
    return "".join(
        f"<mark>{escape(piece)}</mark>" if share >= least else escape(piece)
        for piece, share in zip(pieces, shares, strict=True)
    )


def _sentences(text: str) -> Iterator[str]:
    end = 0
    for found in _SENTENCE.finditer(text):
        if found.start() > end:
            yield text[end : found.start()]
        yield found.group()
        end = found.end()
    if end < len(text):
        yield text[end:]


def _pairs(text: str) -> set[str]:
    plain = _SPACE.sub("", text).casefold()
    return {plain[place : place + 2] for place in range(len(plain) - 1)}
