"""What cutting left behind: text of a document's blocks that is in none of its sections."""

from collections.abc import Iterator, Sequence

from pipelines.ingest.blocks import Block
from pipelines.ingest.conservation.align import Text, match
from pipelines.ingest.conservation.tally import squeeze
from pipelines.ingest.identity import Document
from pipelines.ingest.rows import faq_columns
from pipelines.records import Section


def uncut(document: Document, sections: Sequence[Section]) -> int:
    """Counts the characters of a document that reached no section.

    Args:
        document: The document, without what only names it.
        sections: Its sections, in printed order.

    Returns:
        How many letters and digits of its blocks stand in no section's text, heading path, key, title or cells, white
        space, punctuation and the copies of merged cells aside. 0: nothing is lost between blocks and sections.
    """
    left = Text([text for block in document.blocks for text in _texts(block)])
    right = Text([_letters(document.title), *_shown(sections)])
    match(left, right, bytes([1]) * len(right.pieces))
    return sum(
        marks.count(0)
        for text, marks in zip(left.pieces, left.found(), strict=True)
        # Sections repeat headings and keys, which can throw the alignment out of step.
        if 0 in marks and right.whole.count(text) < left.whole.count(text)
    )


def _letters(text: str) -> str:
    # A key loses the comma of `一、`, a caption its colon, and a table's cells get punctuation between them.
    return "".join(filter(str.isalnum, squeeze(text)))


def _texts(block: Block) -> Iterator[str]:
    if block.where == "table":
        return
    yield _letters(block.label if block.kind != "exchange" else "")
    yield _letters(block.text)
    # The names of a question's and an answer's column say `Q` and `A` in the section.
    named = faq_columns(block.header) or ()
    yield from (_letters(name) for place, name in enumerate(block.header) if place not in named)
    for row in block.rows:
        cells = row[::2] if block.kind == "exchange" else row
        # A value over the whole row is printed once.
        yield from map(_letters, cells if len(set(cells)) > 1 else cells[:1])


def _shown(sections: Sequence[Section]) -> Iterator[str]:
    """What sections show, each heading and each name of a column once, as the document prints them."""
    path: tuple[str, ...] = ()
    names: tuple[str, ...] = ()
    last = ""
    for section in sections:
        yield from (_letters(part) for part in section.heading_path if part not in path)
        names = names if section.heading_path == path else ()
        path = section.heading_path
        yield _letters(section.key.removeprefix(section.document)) if section.key != last else ""
        if section.kind == "table" and section.cells:
            own = tuple(name for name, _ in section.cells)
            yield from (_letters(name) for name in own if name not in names) if own != names else ()
            names = own
            yield from (_letters(value) for _, value in section.cells) if section.key != last else ()
        else:
            yield _letters(section.text)
        last = section.key
