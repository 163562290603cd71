"""What became of every character of a file, from the count of its bytes to its sections."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from pipelines.ingest.blocks import Block, Reading, is_furniture
from pipelines.ingest.conservation.uncut import uncut
from pipelines.ingest.job import readings
from pipelines.ingest.sources import SourceFile
from pipelines.records import Account, Section

SAME = ("hidden", "quarantined", "cells", "cells_lost", "items", "items_lost", "notes", "notes_lost")


def account_of(source: SourceFile, cut: Mapping[str, Sequence[Section]]) -> Account:
    """Accounts for one file.

    Args:
        source: The file with its documents.
        cut: Source of a document → its sections.

    Returns:
        Its account; zero characters where the file cannot be counted but by its reader.
    """
    read = source.file.read
    tally, reading = read.tally, read.reading or Reading()
    account = Account(
        source=source.name,
        characters=tally.characters if tally else 0,
        changes=sum(part.changes for part in readings(reading)),
        hidden_kinds=read.hidden,
        redactions=tuple((kind, pieces) for kind, pieces, _ in read.redacted),
    )
    if tally is None or read.reading is None:
        return replace(account, quarantined=account.characters)
    lost = sum(uncut(document, cut[document.source]) for document in source.documents)
    printed = sum(size_of(block) for part in readings(reading) for block in part.blocks if not is_furniture(block))
    titles = printed - sum(size_of(block) for document in source.documents for block in document.blocks)
    room = max(0, tally.body - titles - lost)
    redacted = min(room, sum(characters for _, _, characters in read.redacted))
    same = {name: getattr(tally, name) for name in SAME}
    return replace(
        account,
        **same,
        sections=room - redacted,
        redacted=redacted,
        furniture=tally.furniture + titles,
        lost=tally.lost + lost,
    )


def size_of(block: Block) -> int:
    """Returns how many characters a block has, white space aside."""
    cells = "".join("".join(row) for row in (block.header, *block.rows))
    return len("".join(f"{block.label}{block.text}{cells}".split()))
