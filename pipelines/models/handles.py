"""Keeps a model from citing a source that is not shown: handles such as `[7]` with three sources."""

import re
from functools import lru_cache
from typing import Any

OPENED = re.compile(r"[\[［]\s*(\d*)$")
NUMBER = re.compile(r"\d+")


class ShownHandles:
    """Knows which tokens would make a handle that points nowhere.

    Nothing else is forbidden: a bracket that holds words stays as the model wrote it, and so does every number outside
    brackets.

    Args:
        tokenizer: The model's tokenizer.
    """

    def __init__(self, tokenizer: Any) -> None:  # noqa: ANN401
        # Vocabularies write a space before a word as one of these two marks.
        pieces = (
            (number, token.replace("▁", " ").replace("Ġ", " ").lstrip())
            for token, number in tokenizer.get_vocab().items()
        )
        self._pieces = sorted((number, piece) for number, piece in pieces if re.match(r"[\d\]］]", piece))
        self.forbidden_after = lru_cache(maxsize=1024)(self._forbidden_after)

    def forbidden(self, text: str, sources: int) -> tuple[int, ...]:
        """Returns the tokens that must not come next.

        Args:
            text: What the row has written.
            sources: How many sources its prompt shows.

        Returns:
            Tokens in order; none where the text does not end inside a handle.
        """
        opened = OPENED.search(text)
        return self.forbidden_after(opened.group(1), sources) if opened else ()

    def _forbidden_after(self, digits: str, sources: int) -> tuple[int, ...]:
        return tuple(number for number, piece in self._pieces if not _may_follow(digits + piece, sources))


def _may_follow(handle: str, sources: int) -> bool:
    """Says whether a handle that begins like this can still point at a source."""
    found = NUMBER.match(handle)
    if found is None:
        return True
    number, rest = int(found.group()), handle[found.end() :]
    if rest.startswith(("]", "］")):
        return 1 <= number <= sources
    if rest.strip():
        return True
    return any(str(shown).startswith(str(number)) for shown in range(1, sources + 1))
