"""What a budget of tokens keeps is what teaches most, and never more than it allows."""

from hypothesis import given
from hypothesis import strategies as st

from pipelines.train.budget import within
from pipelines.train.rows import Row


def row(name: int, tokens: int, questions: int) -> Row:
    """Returns a row of a length that asks so many questions."""
    return Row(
        examples=tuple(f"{name}-{place}" for place in range(questions)),
        tokens=(0,) * tokens,
        branches=(),
        positions=(),
        labels=(),
        prompt_lengths=(),
    )


ROWS = st.lists(st.tuples(st.integers(1, 30), st.integers(1, 6)), max_size=12).map(
    lambda sizes: [row(name, *size) for name, size in enumerate(sizes)]
)


def test_rows_with_most_questions_are_kept_in_the_order_of_the_dataset() -> None:
    rows = [row(0, 10, 1), row(1, 10, 6), row(2, 10, 1), row(3, 10, 4)]
    assert within(rows, 30) == [rows[0], rows[1], rows[3]]


@given(rows=ROWS, tokens=st.integers(0, 200))
def test_a_budget_is_kept_but_for_a_first_row_that_exceeds_it_alone(rows: list[Row], tokens: int) -> None:
    kept = within(rows, tokens)
    assert sum(len(one.tokens) for one in kept) <= tokens or len(kept) == 1
    assert bool(kept) == bool(rows)
    assert kept == [one for one in rows if one in kept]


@given(rows=ROWS)
def test_what_fits_is_kept_whole(rows: list[Row]) -> None:
    assert within(rows, sum(len(one.tokens) for one in rows)) == rows


@given(rows=ROWS, tokens=st.integers(0, 200), more=st.integers(0, 50))
def test_a_larger_budget_keeps_what_a_smaller_one_did(rows: list[Row], tokens: int, more: int) -> None:
    larger = within(rows, tokens + more)
    assert all(one in larger for one in within(rows, tokens))
