"""What a stage says while it works: bars on the error stream, results on the output stream."""

import sys
import time
from collections.abc import Callable, Iterable, Iterator, Sized
from contextlib import contextmanager
from typing import TypeVar

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn, TimeRemainingColumn

from pipelines.runtime.errors import render

T = TypeVar("T")

SECONDS_BETWEEN_LINES = 15.0
# What was done before the first items came, such as reading all prompts, would be counted for each of them.
_ENOUGH_TO_ESTIMATE = 0.05
WIDTH_OF_FILES = 140

# Documents are data: square brackets in them are never markup, and nothing in them is coloured.
console = Console(markup=False, highlight=False, width=None if sys.stdout.isatty() else WIDTH_OF_FILES)
errors = Console(stderr=True, markup=False, highlight=False, soft_wrap=True)


def warn(message: str, details: Iterable[str] = (), hint: str | None = None) -> None:
    """Prints a warning to the error stream, laid out like an error."""
    errors.print(render("warning", message, details, hint))


def track(items: Iterable[T], label: str, total: int | None = None) -> Iterator[T]:
    """Yields the items and shows how many are done.

    Args:
        items: What to go through.
        label: A word or two for what is done.
        total: How many there are, where `items` cannot say.

    Yields:
        The items in their order.
    """
    if total is None and isinstance(items, Sized):
        total = len(items)
    with progress_bar(label, total) as advance:
        for item in items:
            yield item
            advance(1)


@contextmanager
def progress_bar(label: str, total: int | None) -> Iterator[Callable[[int], None]]:
    """Yields a function that advances a bar; without a terminal it prints a plain line now and then.

    Args:
        label: A word or two for what is done.
        total: How many there are; None where nobody knows.

    Yields:
        A function that takes how many more are done.
    """
    with _bar(label, total) if errors.is_terminal else _lines(label, total) as advance:
        yield advance


@contextmanager
def _bar(label: str, total: int | None) -> Iterator[Callable[[int], None]]:
    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
        TimeRemainingColumn(),
    )
    with Progress(*columns, console=errors) as progress:
        task = progress.add_task(label, total=total)
        yield lambda count: progress.advance(task, count)


@contextmanager
def _lines(label: str, total: int | None) -> Iterator[Callable[[int], None]]:
    began = said = time.monotonic()
    done, last = 0, -1

    def advance(count: int) -> None:
        nonlocal done, last, said
        done += count
        now = time.monotonic()
        if now - said >= SECONDS_BETWEEN_LINES:
            said, last = now, done
            errors.print(_line(label, done, total, now - began))

    yield advance
    if last != done:
        errors.print(_line(label, done, total, time.monotonic() - began))


def _line(label: str, done: int, total: int | None, seconds: float) -> str:
    if total is None:
        return f"{label}: {done} in {seconds:.0f} s"
    told = f"{label}: {done} of {total} in {seconds:.0f} s"
    if not _ENOUGH_TO_ESTIMATE * total <= done < total:
        return told
    return f"{told}, about {seconds / done * (total - done):.0f} s left"
