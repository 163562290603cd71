"""The redactor: takes a reading, and returns it with a pseudonym in the place of every identifier it finds."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from fnmatch import translate

from pipelines.ingest.blocks import Block, Reading
from pipelines.ingest.personal.addresses import find_addresses
from pipelines.ingest.personal.labelled import find_labelled
from pipelines.ingest.personal.latin_names import find_latin_again, find_latin_names
from pipelines.ingest.personal.names import find_again, find_names
from pipelines.ingest.personal.numbers import find_numbers
from pipelines.ingest.personal.pseudonyms import PSEUDONYM, canonical, pseudonym
from pipelines.ingest.personal.spans import Cell, Page, Span, merged
from pipelines.ingest.personal.view import View


@dataclass(frozen=True, slots=True)
class Finding:
    """One identifier that was replaced."""

    kind: str
    characters: int
    """How many characters of the document it took, separators included."""


def count(text: str) -> int:
    """Returns how many pseudonyms a text holds."""
    return len(PSEUDONYM.findall(text))


class Redactor:
    """Replaces what identifies people.

    Args:
        secret: Pseudonyms are the same wherever it is, and cannot be undone without it.
        allowed: Numbers, mailboxes and addresses that are the company's own, or patterns such as `*@lanpan.example`.
    """

    __slots__ = ("_allowed", "_secret")

    def __init__(self, secret: bytes, allowed: tuple[str, ...]) -> None:
        self._secret = secret
        patterns = [translate(_allowance(pattern)) for pattern in allowed if pattern.strip()]
        self._allowed = re.compile("|".join(patterns) or r"(?!)")

    def reading(self, reading: Reading) -> tuple[Reading, tuple[Finding, ...]]:
        """Redacts a reading with everything in it; identifiers are found across cells, lines and blocks.

        Args:
            reading: What a reader made of a file.

        Returns:
            The same reading with pseudonyms, and what was replaced in its blocks and parts. Hidden text is redacted
            without being counted.
        """
        fields = [field for block in reading.blocks for field in _fields(block)]
        texts, findings = self._fields(fields)
        left = iter(texts)
        blocks = tuple(_rebuilt(block, left) for block in reading.blocks)
        hidden = tuple(replace(item, text=self.text(item.text)[0]) for item in reading.hidden)
        parts = []
        for part in reading.parts:
            name, in_name = self.text(part.name)
            inside, in_part = self.reading(part.reading)
            parts.append(replace(part, name=name, reading=inside))
            findings += [*in_name, *in_part]
        return replace(reading, blocks=blocks, hidden=hidden, parts=tuple(parts)), tuple(findings)

    def text(self, text: str) -> tuple[str, tuple[Finding, ...]]:
        """Redacts a text that stands alone, such as a file name.

        Returns:
            The text with pseudonyms, and what was replaced.
        """
        (redacted,), findings = self._fields([_Field(text)])
        return redacted, tuple(findings)

    def _fields(self, fields: Sequence["_Field"]) -> tuple[list[str], list[Finding]]:
        joined = "".join(field.text + field.end for field in fields)
        view = View(joined)
        found = [(span, *view.original(span.start, span.end)) for span in _find(_page(view, fields))]
        replaced, findings = [], []
        for span, start, end in found:
            value = canonical(span.kind, view.text[span.start : span.end])
            if not self._allowed.match(value):
                replaced.append((start, end, pseudonym(self._secret, span.kind, value)))
                findings.append(Finding(span.kind, len(re.sub(r"[\n\t]", "", joined[start:end]))))
        return _replaced(fields, replaced), findings


@dataclass(frozen=True, slots=True)
class _Field:
    """A text of a block, what parts it from the next, and the heading over it."""

    text: str
    end: str = "\n"
    heading: str = ""
    speaker: bool = False


def _fields(block: Block) -> Iterator[_Field]:
    yield _Field(block.text, "\n" if block.text else "")
    chat = block.kind == "exchange"
    for row in (block.header, *block.rows):
        heads = () if row is block.header or chat else block.header
        for place, cell in enumerate(row):
            last = place == len(row) - 1
            # A chat's row is the speaker, the role and the message.
            yield _Field(
                cell, "\n" if last or chat else "\t", heads[place] if place < len(heads) else "", chat and place == 0
            )


def _rebuilt(block: Block, left: Iterator[str]) -> Block:
    text = next(left)
    header = tuple(next(left) for _ in block.header)
    rows = tuple(tuple(next(left) for _ in row) for row in block.rows)
    return replace(block, text=text, header=header, rows=rows)


SPREAD = re.compile("(?<=[\u3400-\u9fff])\\s+(?=[\u3400-\u9fff])")
"""`姓　名` is 姓名, spread to the width of its column."""


def _page(view: View, fields: Sequence[_Field]) -> Page:
    cells, speakers, start = [], [], 0
    for field in fields:
        end = start + len(field.text)
        if field.heading:
            cells.append(Cell(view.plain(start), view.plain(end), SPREAD.sub("", View(field.heading).text)))
        if field.speaker:
            speakers.append((view.plain(start), view.plain(end)))
        start = end + len(field.end)
    return Page(view, tuple(cells), tuple(speakers))


def _find(page: Page) -> list[Span]:
    numbers = merged([*find_numbers(page), *find_labelled(page), *find_addresses(page)])
    names = [*(() if page.text.isascii() else find_names(page, numbers)), *find_latin_names(page, numbers)]
    names += [*find_again(page.text, names), *find_latin_again(page.text, names)]
    done = [Span(match.start(), match.end(), "") for match in PSEUDONYM.finditer(page.text)]
    # What is a pseudonym already stays one: redacting twice changes nothing.
    return [span for span in merged([*numbers, *names, *done]) if span.kind]


def _replaced(fields: Sequence[_Field], replaced: list[tuple[int, int, str]]) -> list[str]:
    """Puts pseudonyms into the fields; a value that spans several stands in the first and leaves the others."""
    texts, place, waiting = [], 0, list(reversed(replaced))
    for field in fields:
        end, pieces, kept = place + len(field.text), [], place
        while waiting and waiting[-1][0] < end:
            start, stop, name = waiting.pop()
            pieces += [field.text[kept - place : max(start, kept) - place], name]
            kept = min(stop, end)
            if stop > end + len(field.end):
                waiting.append((end + len(field.end), stop, ""))
                break
        pieces.append(field.text[kept - place :])
        texts.append("".join(pieces))
        place = end + len(field.end)
    return texts


def _allowance(pattern: str) -> str:
    """Brings a pattern into the form that values are compared in."""
    if "@" in pattern:
        return canonical("email", pattern)
    wild = re.split(r"([*?])", pattern)
    bare = "".join(piece if piece in "*?" else canonical("address", piece) for piece in wild)
    return re.sub(r"^(?:00)?886(?=\d)0?", "0", bare)
