"""What a document is called: its id, title, edition and dates, from `corpus.yaml`, its page header or its file name."""

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import groupby, pairwise
from pathlib import PurePosixPath

from pipelines.ingest.blocks import Block, is_furniture
from pipelines.ingest.corpus import Entry
from pipelines.ingest.dates import iso_date
from pipelines.ingest.personal.pseudonyms import PSEUDONYM
from pipelines.language.script import HAN
from pipelines.records.section import Language
from pipelines.runtime.errors import UserError

CODE = re.compile(r"^[A-Z]{2,}(?:-[A-Z0-9]+)+(?![A-Za-z0-9])")
FILE_EDITION = re.compile(r"[-_ .(（]?[vV](\d+(?:\.\d+)*)[)）]?$")
NAMES = (
    "文件編號|文件代號|版次|版本|生效日期|實施日期|生效日|制定單位|核准|修訂日期|機密等級"
    "|取代版[次本]|Supersedes(?: edition| version)?"
    r"|Document (?:No\.?|ID)|Edition|Version|Revision|Effective(?: date| from)?|Owner|Approved by|Approver|title|標題"
)
"""What the lines that name a document call its particulars."""
PAIR = re.compile(
    rf"(?P<name>{NAMES})\s*[：:\s]\s*(?P<value>.+?)(?=[\s\u3000]+(?:{NAMES})\s*[：:]|[\n\u3000，,；;。]|$)",
    re.IGNORECASE,
)
ID_LABEL = "文件編號"
"""The label of the furniture in which a reader states the document's id; it wins over the file's name."""
PREAMBLE = 8
"""Blocks at the start of a document that may name it."""
WORDS_OF = {
    "edition": re.compile(r"^(版次|版本|Edition|Version|Revision)", re.IGNORECASE),
    "title": re.compile(r"^(title|標題)$", re.IGNORECASE),
    "supersedes": re.compile(r"^(取代|Supersedes)", re.IGNORECASE),
    "effective_from": re.compile(r"^(生效日|實施日期|Effective)", re.IGNORECASE),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """One document of the corpus, with what is known about it as a whole."""

    source: str
    """File path relative to the corpus folder."""
    id: str
    title: str
    edition: str | None
    effective_from: str | None
    effective_until: str | None = None
    supersedes: str | None = None
    audience: str = "all"
    citable: bool = True
    language: Language
    blocks: tuple[Block, ...]
    """Its text, without title, page headers and the lines that only name it."""


def identify(source: str, blocks: Sequence[Block], entry: Entry) -> Document:
    """Says what one file is.

    Args:
        source: File path relative to the corpus folder.
        blocks: What its reader made of it.
        entry: What `corpus.yaml` states about it; wins over everything.

    Returns:
        The document.
    """
    stem = PurePosixPath(source).stem
    in_name = FILE_EDITION.search(stem)
    bare = stem[: in_name.start()] if in_name else stem
    code = CODE.match(bare)
    printed = _printed(blocks)
    given = next((block.text for block in blocks if is_furniture(block) and block.label == ID_LABEL), None)
    title, body = _split_title(blocks)
    title = title or printed.get("title", "")
    named = bare[code.end() :].strip("-_ 　") if code else bare
    return Document(
        source=source,
        id=entry.id or given or (code.group(0) if code else bare),
        title=entry.title or title or named.replace("_", " ") or bare,
        edition=entry.edition or (f"v{in_name.group(1)}" if in_name else printed.get("edition")),
        effective_from=entry.effective_from or printed.get("effective_from"),
        supersedes=entry.supersedes or printed.get("supersedes"),
        audience=entry.audience or "all",
        citable=entry.citable is not False,
        language=main_language(body),
        blocks=tuple(body),
    )


def main_language(blocks: Iterable[Block]) -> Language:
    """Returns the language most of a document is in."""
    text = "".join(block.text + "".join("".join(row) for row in block.rows) for block in blocks)
    return language_share(text)


def language_share(text: str) -> Language:
    """Returns `zh` where at least a tenth of the characters are Han, so that one Chinese name leaves English English.

    >>> language_share("The 倉儲主管 approves a replacement for every shipping exception."), language_share("Who?")
    ('en', 'en')
    >>> language_share("〔NAME-TKLBBPZZVW〕 小姐")
    'zh'
    """
    letters = re.findall(r"[^\W\d_]", PSEUDONYM.sub("", text))
    return "zh" if letters and len(HAN.findall(text)) >= len(letters) / 10 else "en"


def _printed(blocks: Sequence[Block]) -> dict[str, str]:
    """What page headers and the first lines print about the document."""
    found: dict[str, str] = {}
    texts = [text for block in _naming(blocks) for text in _lines(block)]
    for text in texts:
        pairs = list(PAIR.finditer(text))
        for pair in pairs:
            for what, words in WORDS_OF.items():
                if words.match(pair["name"]):
                    # A title may hold the commas that end other particulars.
                    alone = what == "title" and len(pairs) == 1
                    value = READ[what](text[pair.start("value") :] if alone else pair["value"])
                    if value:
                        found.setdefault(what, value)
    return found


def _edition(text: str) -> str | None:
    match = re.match(r"(?:[vV](?=\d)|第\s*)?([\w.]+)(?:\s*版)?", text.strip())
    if match is None:
        return None
    return f"v{match.group(1)}" if match.group(1)[0].isdigit() else match.group(1)


READ: dict[str, Callable[[str], str | None]] = {
    "edition": _edition,
    "supersedes": _edition,
    "title": lambda value: value.strip(" \"'"),
    "effective_from": iso_date,
}


def _naming(blocks: Sequence[Block]) -> list[Block]:
    body = [block for block in blocks if not is_furniture(block)]
    return [block for block in blocks if is_furniture(block)] + body[:PREAMBLE]


def _lines(block: Block) -> list[str]:
    rows = [row for row in (block.header, *block.rows) if row] if block.kind == "table" else []
    cells = [" ".join(cell.split()) for row in rows for cell in row]
    pairs = [f"{name}：{value}" for name, value in pairwise(cells)]
    return [*pairs, *block.text.split("\n")]


def _split_title(blocks: Sequence[Block]) -> tuple[str, list[Block]]:
    """Takes the title, furniture and the lines that only name the document out of its blocks."""
    body = [block for block in blocks if not is_furniture(block)]
    body = [block for place, block in enumerate(body) if place >= PREAMBLE or not _only_names(block)]
    titles = [block for block in body if block.kind == "heading" and block.level == 0]
    if titles and body and body[0].kind == "heading":
        # A company's name often stands above the title.
        return titles[-1].text if titles[-1] in body[:3] else titles[0].text, [b for b in body if b not in titles]
    top = [block for block in body if block.kind == "heading" and block.level == 1]
    if len(top) == 1 and body[0] is top[0] and not top[0].label and len(body) > 1:
        return top[0].text, body[1:]
    return "", body


def _only_names(block: Block) -> bool:
    """Says whether a line holds nothing but particulars of the document."""
    if block.kind not in ("paragraph", "heading") or not PAIR.match(block.text):
        return False
    return not PAIR.sub("", block.text).strip(" \u3000\n，,；;。.")


def order_editions(documents: Sequence[Document]) -> list[Document]:
    """Ends each edition of a document where the next one begins.

    Args:
        documents: All documents of the corpus.

    Returns:
        The same documents, sorted by id, language and date.

    Raises:
        UserError: Two files are one edition of one document, or editions cannot be told apart by date.
    """
    problems: list[str] = []
    ordered: list[Document] = []
    known = sorted(documents, key=_order)
    for _, group in groupby(known, key=lambda document: (document.id, document.language)):
        ordered += _chain(list(group), problems)
    if problems:
        raise UserError(
            "documents share an id and cannot be told apart",
            details=problems,
            hint="state `edition` and `effective_from` for them in corpus.yaml",
        )
    return ordered


def _order(document: Document) -> tuple[str, str, str, str, str]:
    return (document.id, document.language, document.effective_from or "", document.edition or "", document.source)


def _chain(group: list[Document], problems: list[str]) -> list[Document]:
    seen: dict[str | None, Document] = {}
    for document in group:
        if document.edition in seen:
            problems.append(f"{_named(document)}: {seen[document.edition].source} and {document.source}")
        seen[document.edition] = document
    if len(seen) > 1:
        undated = [document for document in group if not document.effective_from]
        problems += [f"{_named(document)}: {document.source} has no date" for document in undated]
    chained = []
    for place, document in enumerate(group):
        after = group[place + 1] if place + 1 < len(group) else None
        before = group[place - 1] if place else None
        chained.append(
            replace(
                document,
                effective_until=after.effective_from if after else None,
                supersedes=document.supersedes or (before.edition if before else None),
            )
        )
    return chained


def _named(document: Document) -> str:
    return f"{document.id} ({document.edition or 'no edition'})"
