"""Mistakes in a configuration: collected, then shown all at once."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Any

from pipelines.runtime.errors import UserError, did_you_mean
from pipelines.runtime.schema import keys_of, walk

COMMAND_LINE = "on the command line"
LONGEST_VALUE = 60


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """One mistake: what is wrong and where, what was found or expected, what to type."""

    message: str
    detail: str = ""
    hint: str | None = None


def raise_all(problems: Sequence[Problem]) -> None:
    """Raises one error for all mistakes; returns when there are none.

    Raises:
        UserError: There is at least one mistake.
    """
    if not problems:
        return
    hints = list(dict.fromkeys(problem.hint for problem in problems if problem.hint))
    if len(problems) == 1:
        detail = [problems[0].detail] if problems[0].detail else []
        raise UserError(problems[0].message, details=detail, hint=hints[0] if hints else None)
    lines: list[str] = []
    for problem in problems:
        lines.append(problem.message)
        lines += [f"  {problem.detail}"] if problem.detail else []
    raise UserError(
        f"{len(problems)} mistakes in the configuration", details=lines, hint="; ".join(hints) if hints else None
    )


def unknown_key(path: tuple[str, ...], owner: type[Any], where: str, schema: type[Any]) -> Problem:
    """Describes a key that the schema does not have.

    Args:
        path: The key with what encloses it.
        owner: The dataclass in which the key was looked for.
        where: Where it was written.
        schema: The whole schema; a key that belongs to another group is found there.
    """
    enclosing = ".".join(path[:-1])
    known = list(keys_of(owner))
    elsewhere = {name.rsplit(".", 1)[-1]: name for name, _, _ in walk(schema)}
    near = get_close_matches(path[-1], known, n=1) or get_close_matches(path[-1], elsewhere, n=1)
    return Problem(
        message=f"unknown key `{'.'.join(path)}` {where}",
        detail=f"{f'`{enclosing}`' if enclosing else 'this stage'} has: {', '.join(sorted(known))}",
        hint=f"did you mean `{near[0] if near[0] in known else elsewhere[near[0]]}`?" if near else None,
    )


def unknown_choice(group: str, choice: str, where: str, known: Iterable[str]) -> Problem:
    """Describes a choice for which the group has no file."""
    names = sorted(known)
    return Problem(
        message=f"no choice `{choice}` in group `{group}` {where}",
        detail=f"`{group}` has: {', '.join(names)}",
        hint=did_you_mean(choice, names),
    )


def shown(value: object) -> str:
    """Returns a value as messages and help show it: as one would type it, short, in backticks.

    >>> shown(("a", "b")), shown(None), shown(True), shown("")
    ('`[a,b]`', '`null`', '`true`', 'empty')
    """
    text = _typed(value)
    if not text:
        return "empty"
    return f"`{text if len(text) <= LONGEST_VALUE else text[:LONGEST_VALUE] + '…'}`"


def _typed(value: object) -> str:
    if isinstance(value, list | tuple):
        return f"[{','.join(map(_typed, value))}]"
    return "null" if value is None else str(value).lower() if isinstance(value, bool) else str(value)
