"""What became of a corpus, for people: a page with every file's account and the reason of everything not read."""

from collections.abc import Iterable, Sequence

from pipelines.ingest.stage import Ingested
from pipelines.records import Account

CHARACTERS = ("characters", "sections", "furniture", "hidden", "redacted", "quarantined", "lost")
PIECES = ("cells", "items", "notes")
HEADER = ("document", *CHARACTERS, *(f"{piece} lost" for piece in PIECES))
CARD = """# What became of {name}
{files} files, {sections} sections.

Characters are counted without white space, in the bytes of each file, by code that shares nothing with its reader. \
Each of them is in a section, in furniture (page headers and footers, titles), hidden (not in print), redacted \
(personal data), quarantined (not readable) or lost; a file with – cannot be counted but by its reader.

{accounts}

## Hidden, redacted, changed
{special}

## Not read
{unread}
"""


def card_of(result: Ingested, name: str) -> str:
    """Returns the page as Markdown; no text of a document is on it.

    Args:
        result: What became of the corpus.
        name: What the corpus is called.
    """
    counts = (*CHARACTERS, *PIECES, *(f"{piece}_lost" for piece in PIECES))
    sums = {count: sum(getattr(account, count) for account in result.accounts) for count in counts}
    accounts = [_row(account) for account in (*result.accounts, Account(source="all", **sums))]
    special = [
        (account.source, kinds(account.hidden_kinds), kinds(account.redactions), f"{account.changes or ''}")
        for account in result.accounts
        if account.hidden_kinds or account.redactions or account.changes
    ]
    unread = [(item.source, item.locator or "all", item.reason, item.hint or "") for item in result.quarantined]
    return CARD.format(
        name=name,
        files=len(result.hashes),
        sections=len(result.sections),
        accounts=_table(HEADER, accounts),
        special=_table(("document", "characters hidden", "pieces redacted", "tracked changes accepted"), special),
        unread=_table(("document", "where", "why", "what helps"), unread),
    )


def kinds(counts: Iterable[tuple[str, int]]) -> str:
    """Returns counts by kind on one line.

    >>> kinds([("off_page", 3), ("white", 1200)])
    'off page 3, white 1,200'
    """
    return ", ".join(f"{kind.replace('_', ' ')} {count:,}" for kind, count in counts)


def _row(account: Account) -> tuple[str, ...]:
    counted = account.characters > 0
    characters = (f"{getattr(account, name):,}" if counted else "–" for name in CHARACTERS)
    pieces = (f"{getattr(account, f'{name}_lost'):,} of {getattr(account, name):,}" for name in PIECES)
    return (account.source, *characters, *pieces)


def _table(header: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    if not rows:
        return "Nothing."
    lines = [header, ["---"] * len(header), *([cell.replace("|", "\\|") for cell in row] for row in rows)]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)
