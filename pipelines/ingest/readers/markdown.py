"""Markdown files: headings, lists with their numbers, tables, footnotes; what a site generator drops is hidden."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from pipelines.ingest.blocks import Block, Hidden, Reading
from pipelines.ingest.labels import split_heading, split_label
from pipelines.ingest.readers.decode import decode
from pipelines.ingest.readers.marks.footnotes import footnotes
from pipelines.ingest.readers.marks.liquid import as_printed, without_comments

if TYPE_CHECKING:
    from markdown_it.rules_core import StateCore
    from markdown_it.token import Token

DEEPEST = 200
FRONT_MATTER = re.compile(r"\A(---|\+\+\+)[ \t]*\n(.*?)\n(?:\1|\.\.\.)[ \t]*(?:\n|\Z)", re.DOTALL)
FIELD = re.compile(r"^(\w+)\s*(?::\s|=)\s*")
SOFT_BREAK = re.compile(r"(?<=[^\x00-\xff])\n(?=[^\x00-\xff])")
MOST_OPEN = 1_000
"""Brackets that nothing closes, from which on the search for links takes the square of their number."""


@dataclass(slots=True, kw_only=True)
class State:
    """Where the reader stands: the open lists, and the table being read."""

    lists: list[tuple[int | None, str]] = field(default_factory=list)
    """The number before the next item of each open list with the mark after it, outermost first; None for bullets."""
    fresh: bool = False
    """The next paragraph is the first of its list item."""
    rows: list[tuple[str, ...]] = field(default_factory=list)
    cells: list[str] = field(default_factory=list)
    hidden: list[Hidden] = field(default_factory=list)


def read(data: bytes) -> Reading:
    """Reads a Markdown file.

    Args:
        data: The file's bytes.

    Returns:
        Its blocks; front matter names the document like a page header does. Comments, template tags and attributes
        are hidden: no reader of the page sees them.
    """
    text = decode(data)
    state = State()
    blocks: list[Block] = []
    front = FRONT_MATTER.match(text)
    if front is not None:
        lines = [FIELD.sub(r"\1：", line) for line in front.group(2).split("\n") if line.strip()]
        blocks += [Block(kind="paragraph", text=line, where="header") for line in lines]
        text = text[front.end() :]
    tokens = _tokens(without_comments(text, state.hidden), state)
    blocks += [block for block in _blocks(tokens, state) if block.text or block.label or block.rows]
    return Reading(blocks=tuple(blocks), hidden=tuple(state.hidden))


def _tokens(text: str, state: State) -> "Sequence[Token]":
    from markdown_it import MarkdownIt

    def printed(core: "StateCore") -> None:
        for token in core.tokens:
            if token.type == "inline":
                token.content = as_printed(token.content, state.hidden)

    # Twenty levels, its own limit, are ten lists in each other; what is deeper would be dropped without a word.
    parser = MarkdownIt("commonmark", {"maxNesting": DEEPEST}).enable("table").enable("strikethrough").use(footnotes)
    parser.core.ruler.before("inline", "printed", printed)
    if text.count("[") > text.count("]") + MOST_OPEN:
        parser.disable(["link", "image"])
    return parser.parse(text)


def _blocks(tokens: "Sequence[Token]", state: State) -> Iterator[Block]:
    for place, token in enumerate(tokens):
        if token.type == "ordered_list_open":
            start = token.attrGet("start")
            state.lists.append((int(1 if start is None else start) - 1, token.markup))
        elif token.type == "bullet_list_open":
            state.lists.append((None, ""))
        elif token.type in ("ordered_list_close", "bullet_list_close"):
            state.lists.pop()
        elif token.type == "list_item_open":
            number, mark = state.lists[-1]
            state.lists[-1] = (None if number is None else number + 1, mark)
            state.fresh = True
        elif token.type == "inline":
            yield from _inline(tokens[place - 1], token, state)
        elif token.type in ("fence", "code_block"):
            yield Block(kind="paragraph", text=token.content.strip("\n"), series=_series(state))
        elif token.type == "html_block":
            yield from _html(token.content, state)
        else:
            yield from (replace(block, series=_series(state)) for block in _table(token.type, state))


def _series(state: State) -> str:
    """Names the list that a block stands in, empty outside of lists."""
    return f"list/{len(state.lists) - 1}" if state.lists else ""


def _html(content: str, state: State) -> Iterator[Block]:
    from pipelines.ingest.readers import html

    blocks, hidden = html.read_fragment(as_printed(content, state.hidden))
    state.hidden += hidden
    yield from blocks


def _table(kind: str, state: State) -> Iterator[Block]:
    if kind == "tr_close":
        state.rows.append(tuple(state.cells))
        state.cells = []
    elif kind == "table_close":
        header, *rows = state.rows
        state.rows = []
        yield Block(kind="table", header=header, rows=tuple(rows))


def _inline(opening: "Token", token: "Token", state: State) -> Iterator[Block]:
    text, notes = _text(token, state)
    if opening.type in ("th_open", "td_open"):
        state.cells.append(text)
    elif opening.type == "footnote_open":
        yield Block(kind="paragraph", label=opening.info, text=text, where="footnote")
    elif opening.type == "heading_open":
        label, rest = split_heading(text)
        yield Block(kind="heading", label=label, text=rest, level=int(opening.tag[1]), notes=notes)
    elif state.lists and state.fresh:
        yield replace(_item(text, state), notes=notes)
    else:
        block = typed(text)
        yield replace(block, notes=notes, series=block.series if block.label else _series(state))
    state.fresh = False


def _item(text: str, state: State) -> Block:
    (number, mark), depth = state.lists[-1], len(state.lists) - 1
    if number is None:
        return Block(kind="item", text=text, bullet=True, level=depth)
    # A list inside a list has its own series; one after another at the same depth continues no other.
    return Block(kind="item", label=f"{number}{mark}", text=text, level=depth, series=f"list/{depth}")


def typed(text: str, *, page: int | None = None) -> Block:
    """Returns a paragraph as a block, its typed number as the label."""
    label, rest = split_label(text)
    return Block(kind="item" if label else "paragraph", label=label, text=rest, page=page)


def _text(token: "Token", state: State) -> tuple[str, tuple[str, ...]]:
    """The printed text, where only a stated line break breaks a line, and the marks of its footnotes."""
    pieces, notes = [], []
    for inner in token.children or []:
        if inner.type == "softbreak":
            pieces.append("\n")
        elif inner.type == "hardbreak" or (inner.type == "html_inline" and inner.content.lower().startswith("<br")):
            pieces.append("\v")
        elif inner.type == "footnote_ref":
            notes.append(inner.info)
        elif inner.type != "html_inline":
            pieces.append(inner.content)
        elif inner.content.startswith("<!--"):
            state.hidden.append(Hidden(kind="comment", text=inner.content))
    text = SOFT_BREAK.sub("", "".join(pieces)).replace("\n", " ")
    return re.sub(r" *\v[ \v]*", "\n", text).strip(), tuple(notes)
