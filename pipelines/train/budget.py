"""Which source sets are learnt from when there is time for some of them only."""

from collections.abc import Sequence

from pipelines.train.rows import Row


def within(rows: Sequence[Row], tokens: int) -> list[Row]:
    """Chooses the rows that teach most in a number of tokens.

    A row costs its sources, however many questions it asks about them. So those with most questions come first, and
    among equals those that come first in the dataset, whose order is drawn.

    Args:
        rows: A dataset's rows, in its order.
        tokens: What a pass may compute, in tokens.

    Returns:
        The chosen rows in the same order; at least one where there are any.
    """
    chosen: list[int] = []
    left = tokens
    for place in sorted(range(len(rows)), key=lambda place: -len(rows[place].examples)):
        left -= len(rows[place].tokens)
        if left < 0 and chosen:
            break
        chosen.append(place)
    return [rows[place] for place in sorted(chosen)]
