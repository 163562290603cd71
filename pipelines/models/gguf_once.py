"""Reads a GGUF file once and quickly, where `transformers` reads it three times and slowly.

It parses the file anew for the tokenizer, for the configuration and for the weights, and every slice of a memory map
costs ten times one of a plain array; a vocabulary of 262,000 words has millions. Together that was two minutes of a
conversion that takes half a minute.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from typing import Any


@contextmanager
def reading_once() -> Iterator[None]:
    """Lets every reader of a GGUF file inside the block share one parse of it.

    Yields:
        Nothing; the library's own reader is back when the block ends.
    """
    import gguf

    library: Any = gguf
    original = library.GGUFReader
    library.GGUFReader = cache(_quick(original))
    try:
        yield
    finally:
        library.GGUFReader = original


def _quick(reader: Any) -> Any:  # noqa: ANN401
    import numpy as np

    class Quick(reader):  # type: ignore[misc]
        """The library's reader over a plain view of its memory map."""

        def _get(self, offset: int, dtype: Any, count: int = 1, override_order: str | None = None) -> Any:  # noqa: ANN401
            plain = self.__dict__.setdefault("_plain", np.asarray(self.data))
            kind = np.dtype(dtype).newbyteorder(override_order or self.byte_order)
            return plain[offset : offset + kind.itemsize * int(count)].view(kind)

    return Quick
