"""How a judge is asked: a dialogue yields prompts, is sent what was said, and returns what it made of that.

A coroutine of a library that awaits nothing but its model is such a dialogue already; see `eval.judges.library`. So all
questions to a judge go one way, whichever metric asks them.
"""

import hashlib
from collections.abc import Callable, Generator, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

import numpy as np
from numpy.typing import NDArray
from pydantic import BaseModel

R = TypeVar("R")


@dataclass(frozen=True, slots=True, kw_only=True)
class Prompt:
    """One question to the judge."""

    system: str
    user: str
    about: str
    """Names the texts that are judged, so that what a judge said about them goes when they go."""
    form: type[BaseModel]
    """What the reply has to fit."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """What the judge said."""

    text: str
    cut: bool = False
    """True where it ended at a limit of tokens."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Unsaid:
    """Why the judge said nothing."""

    reason: str


Dialogue = Generator[Prompt, Said | Unsaid, R]


@dataclass(frozen=True, slots=True, kw_only=True)
class Judge:
    """A model that scores."""

    model: str
    """Its name at its endpoint."""
    converse: Callable[[Sequence[Dialogue[Any]]], list[Any]]
    """Leads dialogues to their ends, many at once, and returns what they returned, in their order."""
    embed: Callable[[Sequence[str]], NDArray[np.float32]] | None = None
    """Turns questions into rows of unit length; None: what needs it has no value."""
    embedder: str = ""
    """Names the weights behind `embed`."""
    held_to_form: bool = False
    """True where its endpoint lets it write nothing but the form that a prompt asks for."""


class JudgementError(Exception):
    """A judgement failed; the message is one of a few fixed ones and holds no text of a document."""


def name_of(texts: Sequence[str]) -> str:
    """Names texts that are judged together, by their content."""
    return hashlib.sha256("\x00".join(texts).encode()).hexdigest()
