"""What a run of ingest warns of: files and counts, never their text."""

from collections.abc import Sequence
from pathlib import Path

from rich.cells import cell_len

from pipelines.ingest.card import kinds
from pipelines.ingest.stage import Ingested
from pipelines.records import Account
from pipelines.runtime.progress import warn

MOST_ROWS = 30


def warn_of(result: Ingested, target: Path, max_loss: float) -> None:
    """Warns of what could not be read, is hidden, was changed or is lost.

    Args:
        result: What became of the corpus.
        target: The folder with its accounts.
        max_loss: Share of a file's characters that may be lost.
    """
    files, unread = len(result.hashes), len(result.lost_files)
    if result.quarantined:
        parts = len(result.quarantined) - unread
        others = f" and {parts} {'part' if parts == 1 else 'parts'} of others" if parts else ""
        what = f"{unread} of {files} documents{others} could not be read; the other {files - unread} went on"
        hint = f"reasons and hashes are in {target / 'quarantine.jsonl'}"
        warn(what, table([(item.source, item.reason) for item in result.quarantined]), hint)
    card = f"every file's account is in {target / 'card.md'}"
    hidden = [(account.source, kinds(account.hidden_kinds)) for account in result.accounts if account.hidden_kinds]
    if hidden:
        holds = "holds text that its" if len(hidden) == 1 else "hold text that their"
        what = f"{len(hidden)} of {files} documents {holds} print does not show; no section has it"
        warn(what, table([(source, f"{counts} characters") for source, counts in hidden]), card)
    changed = [(account.source, f"{account.changes:,}") for account in result.accounts if account.changes]
    if changed:
        warn(f"tracked changes in {len(changed)} of {files} documents were accepted", table(changed), card)
    lossy = [(account.source, _loss(account)) for account in too_lossy(result, max_loss)]
    if lossy:
        what = f"{len(lossy)} of {files} documents lost more of {'its' if len(lossy) == 1 else 'their'} text"
        hint = f"{card}; `corpus.max_loss` is the share that may be lost"
        warn(f"{what} than {max_loss:.1%}", table(lossy), hint)


def too_lossy(result: Ingested, max_loss: float) -> list[Account]:
    """Returns the accounts of files that lost more than a share of their characters."""
    return [account for account in result.accounts if account.lost > max_loss * account.characters]


def _loss(account: Account) -> str:
    counts = f"{account.lost:,} of {account.characters:,} characters"
    pieces = {"cells": account.cells_lost, "items": account.items_lost, "notes": account.notes_lost}
    lost = "".join(f", {count:,} {name}" for name, count in pieces.items() if count)
    return f"{account.lost / max(account.characters, 1):.1%}: {counts}{lost}"


def table(rows: Sequence[tuple[str, str]]) -> list[str]:
    """Returns one line a row, a file and what is said of it, and how many more there are than a screen holds."""
    shown = rows[:MOST_ROWS]
    width = max((cell_len(source) for source, _ in shown), default=0)
    # A Chinese character is two columns wide, which the format language does not know.
    lines = [f"{source}{' ' * (width - cell_len(source))}  {what}" for source, what in shown]
    return [*lines, f"and {len(rows) - len(shown)} more"] if len(rows) > len(shown) else lines
