"""Guesses at what a row writes next, copied from what it has read; the model checks them all in one pass.

A guess that the model agrees with at every place costs one step instead of many; one that it does not agree with is
dropped from that place on. What is written is what the model would have written token by token.
"""

from collections.abc import Sequence

FIRST_GUESS = 8
"""Tokens of a row's first guess; later ones grow and shrink with what held."""
LONGEST_MATCH = 3
"""Tokens that a place in the prompt must share with the end of the answer to be trusted most."""


class Drafts:
    """Guesses for one row.

    Args:
        prompt: The row's prompt.
        sentences: Sentences that answers often consist of, such as the refusals, each with the token that ends it.
    """

    def __init__(self, prompt: Sequence[int], sentences: Sequence[Sequence[int]]) -> None:
        self._prompt = list(prompt)
        self._sentences = sentences
        self._after: dict[tuple[int, ...], int] = {}
        self._trusted = FIRST_GUESS

    def told(self, held: int) -> None:
        """Takes note of how many tokens of the last guess the model agreed with; the next is at most twice as long."""
        self._trusted = max(1, 2 * held)

    def guess(self, written: Sequence[int], most: int) -> list[int]:
        """Returns the tokens that may come next, at most so many; none where nothing in the prompt is like it."""
        if most < 1 or not written:
            return []
        for sentence in self._sentences:
            if len(written) < len(sentence) and list(sentence[: len(written)]) == list(written):
                return list(sentence[len(written) : len(written) + most])
        if not self._after:
            self._look_through()
        for length in range(min(LONGEST_MATCH, len(written)), 0, -1):
            end = self._after.get(tuple(written[-length:]))
            if end is not None:
                return self._prompt[end : end + min(most, self._trusted)]
        return []

    def _look_through(self) -> None:
        for length in range(1, LONGEST_MATCH + 1):
            for end in range(length, len(self._prompt)):
                self._after.setdefault(tuple(self._prompt[end - length : end]), end)
