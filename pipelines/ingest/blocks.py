"""Blocks: what every reader turns a file into, before anything is cut into sections."""

from dataclasses import dataclass
from typing import Literal

BlockKind = Literal["heading", "paragraph", "item", "table", "faq", "exchange"]
Where = Literal["body", "table", "header", "footnote", "textbox"]
HiddenKind = Literal[
    "deleted", "vanished", "white", "tiny", "invisible", "off_page", "hidden_sheet", "hidden_row", "hidden_element",
    "comment", "zero_width", "bidi", "tag", "control",
]  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """One printed piece of a document: a heading, paragraph, list item, table, FAQ pair or chat exchange."""

    kind: BlockKind
    text: str = ""
    """Without the label. Table: its caption."""
    label: str = ""
    """The number exactly as printed, such as `第三條`, `（二）` or `4.3`; empty where none is printed."""
    level: int = 0
    """Heading: outline level from 1, 0 for the title. Item: depth inside its list from 0."""
    series: str = ""
    """Names the list a generated label belongs to, so that two lists of one look stay apart; empty if typed."""
    bullet: bool = False
    where: Where = "body"
    header: tuple[str, ...] = ()
    """Table: the header cells, two header rows joined; empty if it has none. Exchange: the two speakers."""
    rows: tuple[tuple[str, ...], ...] = ()
    """Table: the cells below the header, merged values repeated. FAQ: (question, answer). Exchange: messages."""
    notes: tuple[str, ...] = ()
    """Marks of the footnotes that hang on this block."""
    page: int | None = None
    row: int | None = None
    """FAQ pair: its row in the table, from 1, not counting the header."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """A part of a file that could not be read, while the rest could."""

    locator: str
    reason: str
    hint: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Hidden:
    """Text that is in a file and that nobody sees who reads its print; it stays out of every section."""

    kind: HiddenKind
    text: str
    """Kept in memory to be counted; never written anywhere."""
    locator: str = ""
    """Page, sheet or part of the file, where it has such."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """A document inside a file: a page of an export, an attachment of a mail."""

    name: str
    """Its path inside the file, as people would call it."""
    reading: "Reading"


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """What a reader made of one file, in reading order."""

    blocks: tuple[Block, ...] = ()
    problems: tuple[Problem, ...] = ()
    hidden: tuple[Hidden, ...] = ()
    parts: tuple[Part, ...] = ()
    """Documents of their own inside the file."""
    changes: int = 0
    """Tracked changes that were accepted to get the final text."""


class UnreadableError(Exception):
    """A file that its reader cannot turn into blocks.

    Args:
        reason: What is wrong with the file, without any of its text.
        hint: What its owner can do; None when nothing helps.
    """

    def __init__(self, reason: str, hint: str | None = None) -> None:
        super().__init__(reason, hint)
        self.reason = reason
        self.hint = hint


def is_furniture(block: Block) -> bool:
    """Says whether a block is a page header or footer, which names a document but is no part of its text."""
    return block.where == "header"
