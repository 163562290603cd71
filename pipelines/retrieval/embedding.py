"""What retrieval needs of an embedder: questions and sections as vectors of one space."""

from collections.abc import Sequence
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from pipelines.records.section import Section


class Embedder(Protocol):
    """Turns texts into vectors of unit length, always the same for the same text."""

    name: str
    hash: str
    """Hash of the weights and of all that is put around a text, hexadecimal."""

    def queries(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Returns a row a question."""
        ...

    def passages(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Returns a row a section."""
        ...


def passage(section: Section) -> str:
    """Returns what of a section is searched: its headings and its text."""
    return f"{section.heading}\n{section.text}"
