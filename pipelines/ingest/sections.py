"""Sections: drafts with their document's name, key and hash."""

import hashlib
import re
from collections.abc import Iterator, Sequence

from pipelines.ingest.cut import Draft, Limits, Line, cut
from pipelines.ingest.identity import Document, language_share
from pipelines.ingest.keys import unique
from pipelines.records.section import Section

# The line ends are those inside a list item or a table cell.
SENTENCE = re.compile(r"(?<=[。！？；!?\n])|(?<=[.;])\s+")
HARD_LIMIT = 4
"""How many times the limit a table row or list item may be long before it is cut after all."""


def sections_of(document: Document, limits: Limits, *, twin: bool = False) -> list[Section]:
    """Cuts a document into its sections.

    Args:
        document: The document.
        limits: How long a section may be.
        twin: True where another language of the same edition shares the document's id; the section ids then differ.

    Returns:
        Its sections in printed order; keys are unique but for the parts of a long section.
    """
    drafts = cut(document, limits)
    keys = unique([draft.place for draft in drafts], [draft.full_place for draft in drafts])
    return [
        section
        for draft, key in zip(drafts, keys, strict=True)
        for section in _parts(draft, key, document, longest=limits.section, twin=twin)
    ]


def _parts(draft: Draft, place: str, document: Document, *, longest: int, twin: bool) -> Iterator[Section]:
    texts = split_text(draft.lines, longest)
    edition = f"@{document.edition}" if document.edition else ""
    language = f":{document.language}" if twin else ""
    for number, text in enumerate(texts, 1):
        part = f" ({number}/{len(texts)})" if len(texts) > 1 else ""
        key = f"{document.id} {place}"
        yield Section(
            id=f"{document.id}{edition}{language}#{place}{part}",
            document=document.id,
            title=document.title,
            key=key,
            kind=draft.kind,
            heading_path=draft.path,
            text=text,
            cells=draft.cells,
            language=language_share(text),
            source=document.source,
            page=draft.page,
            row=draft.row,
            edition=document.edition,
            effective_from=document.effective_from,
            effective_until=document.effective_until,
            supersedes=document.supersedes,
            audience=document.audience,
            citable=document.citable and draft.kind != "exchange",
            content_hash=hashlib.sha256(f"{key}\n{text}".encode()).hexdigest(),
        )


def split_text(lines: Sequence[Line], longest: int) -> list[str]:
    r"""Joins lines into texts of at most so many characters, cut at lines, else at sentences, else anywhere.

    A table row or a list item stays whole beyond that, as a text of its own; only one longer than `HARD_LIMIT` times
    `longest` is cut like a paragraph.

    >>> split_text([Line(text="一。二。"), Line(text="三。")], 4), split_text([Line(text="1. 一。二。", whole=True)], 4)
    (['一。二。', '三。'], ['1. 一。二。'])
    """
    texts: list[str] = []
    for line in lines:
        for place, piece in enumerate(_pieces(line, longest)):
            joint = "\n" if place == 0 else ""
            if texts and len(texts[-1]) + len(joint) + len(piece) <= longest:
                texts[-1] += joint + piece
            else:
                texts.append(piece)
    return [text.strip() for text in texts if text.strip()]


def _pieces(line: Line, longest: int) -> list[str]:
    if len(line.text) <= longest * (HARD_LIMIT if line.whole else 1):
        return [line.text]
    sentences = [piece for piece in SENTENCE.split(line.text) if piece]
    return [sentence[start : start + longest] for sentence in sentences for start in range(0, len(sentence), longest)]
