"""The one exception a user's mistake raises, and how it reads on the terminal."""

from collections.abc import Iterable
from difflib import get_close_matches


class UserError(Exception):
    """A mistake the user can mend: bad input, a missing file, an impossible configuration.

    The stage wrapper prints it without a traceback and exits with 2. It never carries document text.

    Args:
        message: What is wrong and where, in one sentence without a full stop.
        details: Indented lines below it: what was found, what was expected, one line a problem.
        hint: What to type or change; None when nothing helps.
    """

    def __init__(self, message: str, *, details: Iterable[str] = (), hint: str | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.details = tuple(details)
        self.hint = hint

    def __str__(self) -> str:
        return render("error", self.message, self.details, self.hint)


def render(level: str, message: str, details: Iterable[str] = (), hint: str | None = None) -> str:
    """Lays out a message as `level: …`, its indented details, a blank line and `hint: …`.

    >>> print(render("error", "no documents in data/raw/acme", hint="put files there"))
    error: no documents in data/raw/acme
    <BLANKLINE>
    hint: put files there
    """
    lines = [f"{level}: {message}", *(f"  {detail}" for detail in details)]
    if hint is not None:
        lines += ["", f"hint: {hint}"]
    return "\n".join(lines)


def did_you_mean(word: str, known: Iterable[str]) -> str | None:
    """Returns ``did you mean `X`?`` for the nearest known word, or None when none is near."""
    near = get_close_matches(word, sorted(known), n=1, cutoff=0.6)
    return f"did you mean `{near[0]}`?" if near else None
