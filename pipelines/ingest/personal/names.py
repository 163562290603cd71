"""Chinese names beside what shows that they are names: a field, a role, a title, a phone, or an earlier mention."""

import re
from collections.abc import Iterable, Iterator

from pipelines.ingest.personal.name_words import (
    COMMON,
    COMPOUND,
    DOES,
    GIVEN,
    HONORIFICS,
    NAME_COLUMN,
    NEVER,
    NO_NAMES,
    ORGANISATION,
    OTHER_LABELS,
    RARE,
    ROLES,
    TITLES,
    WORDLIKE,
)
from pipelines.ingest.personal.spans import Cell, Page, Span

HAN = "\u3400-\u9fff"
RUN = re.compile(f"[{HAN}]+")
ROLE = re.compile(
    f"(?:{ROLES})(?:人員|[員人])?(?:姓名|名稱)?(?P<mark>[ ]?[:=為|/][ ]?[「(]?|[ \\t\\n_(「]{{1,3}}|(?=[{HAN}]))"
)
TITLE = re.compile(f"(?P<honorific>{HONORIFICS})|{TITLES}")
SPREAD = re.compile(f"[{HAN}](?: [{HAN}]){{1,3}}(?![{HAN}])")
SOFT = frozenset("以會能時其")
"""Signs that more often begin the next word than end a name."""
BEFORE_TITLED = frozenset(
    "部處課組室院局司隊廠店所心長師員人區科股站倉線請洽由與和及向給找轉告知據經叫跟問見是為的對讓被及"
)
"""How what stands before `王小明經理` ends, if it is not a sign that is no Han."""
LISTING = re.compile(r"(?:\([^()\n]{1,12}\))?[、,/;及和與 ]")
# Three signs on their own, or before what people do, are a name if each is one that names are made of.
BARE = re.compile(
    f"(?<![{HAN}])[{''.join(sorted(COMMON - WORDLIKE))}][{''.join(sorted(GIVEN))}]{{2}}(?=[^{HAN}]|{DOES})", re.ASCII
)
KIN = ("mobile", "landline", "phone", "email", "national_id", "resident_id", "card")
BESIDE = re.compile(f"(?<![{HAN}])([{HAN}]{{2,4}})[ \\t_(<:,、/-]{{0,3}}$")
AFTER = re.compile(f"[ \\t_)>:,、/-]{{1,3}}([{HAN}]{{2,4}})(?![{HAN}])")
FILE_NAME = re.compile(r"[^\n\t]{1,200}\.[A-Za-z]{2,5}")
FILE_WORD = re.compile(f"(?<![^_./ !(-])([{HAN}]{{3}})(?=[_. !)-])")


def find_names(page: Page, found: Iterable[Span]) -> Iterator[Span]:
    """Yields Chinese names.

    Args:
        page: The text.
        found: Identifiers found before; a name often stands beside one.
    """
    yield from _after_roles(page.text)
    yield from _before_titles(page.text)
    yield from _in_cells(page)
    for match in BARE.finditer(page.text):
        if not _is_other(match.group()):
            yield Span(match.start(), match.end(), "name")
    for span in found:
        if span.kind in KIN:
            yield from _beside(span, page.text)
    if FILE_NAME.fullmatch(page.text.rstrip("\n")):
        for match in FILE_WORD.finditer(page.text):
            if is_name(match[1]) and set(match[1][1:]) <= GIVEN:
                yield Span(match.start(1), match.end(1), "name")


def is_name(text: str, *, surely: bool = False) -> bool:
    """Says whether Han signs can be a whole name; `surely` where a field says so, and then rare ones count as well.

    >>> is_name("王小明"), is_name("歐陽菲"), is_name("高雄市"), is_name("管理部")
    (True, True, False, False)
    """
    family, given = (text[:2], text[2:]) if text[:2] in COMPOUND else (text[:1], text[1:])
    # `李子` is a plum, `李子晴` is a person.
    if _is_other(text) and not (len(given) == 2 and set(given) <= GIVEN and not ORGANISATION.search(text)):
        return False
    known = family in COMPOUND or family in COMMON or (surely and family in RARE)
    if surely and len(given) == 3 and given[0] in COMMON:
        given = given[1:]
    signs = set(given)
    return known and 1 <= len(given) <= 2 and not signs & NEVER and (surely or bool(signs & GIVEN))


def _after_roles(text: str) -> Iterator[Span]:
    for role in ROLE.finditer(text):
        start, marked = role.end(), bool(role["mark"])
        spread = SPREAD.match(text, start) if marked else None
        if spread and is_name(spread.group().replace(" ", ""), surely=True):
            yield Span(start, spread.end(), "name")
            continue
        run = RUN.match(text, start, start + 12)
        length = _length(run.group(), surely=marked) if run else 0
        if "\n" in (role["mark"] or "") and run and length < len(run.group()):
            continue  # The next line is a name or begins with one by chance.
        while length:
            yield Span(start, start + length, "name")
            # `出席：王小明、李大同`
            joint = LISTING.match(text, start + length)
            start = joint.end() if joint else start
            run = RUN.match(text, start, start + 12) if joint else None
            length = _length(run.group(), surely=False) if run else 0
            if run and joint and joint.group()[-1] in ", " and length < len(run.group()):
                length = 0


def _length(run: str, *, surely: bool) -> int:
    """How many signs at the start of a run are a name; 0 for none."""
    title = TITLE.search(run)
    run = run[: title.start()] if title else run
    whole = surely and 2 <= len(run) <= 4 and is_name(run, surely=True)
    if whole:
        return len(run)
    longest = 4 if run[:2] in COMPOUND else 3
    sizes = [size for size in range(longest, 1, -1) if size <= len(run) and is_name(run[:size], surely=surely)]
    if sizes and _is_organisation(run, sizes[0]):
        return 0
    if len(sizes) > 1 and len(run) > sizes[0] and run[sizes[0] - 1] in SOFT:
        return sizes[1]
    return sizes[0] if sizes else 0


def _is_organisation(run: str, size: int) -> bool:
    """Says whether what begins like a name goes on as a company: `石城食品股份有限公司`, but not `王小明向公司反映`.

    A sole trader's `林志明企業社` bears a person's name.
    """
    found = ORGANISATION.search(run, 2)
    if found is None or set(run[2 : found.start()]) & (NEVER | SOFT):
        return False
    return size < 3 or found.start() < size or not set(run[1:size]) <= GIVEN


def _before_titles(text: str) -> Iterator[Span]:
    for title in TITLE.finditer(text):
        end = title.start() - (text[title.start() - 1 : title.start()] == " ")
        before = text[max(0, end - 8) : end]
        spread = re.search(f"(?<![{HAN}])[{HAN}](?: [{HAN}]){{1,3}}$", before)
        if spread and is_name(spread.group().replace(" ", "")):
            yield Span(end - len(spread.group()), end, "name")
            continue
        length = _length_before(before, honorific=bool(title["honorific"]))
        if length:
            yield Span(end - length, end, "name")


def _length_before(before: str, *, honorific: bool) -> int:
    """How many signs at the end of a text are the name that a title follows; 0 for none."""
    for size in (4, 3, 2):
        name = before[-size:]
        if len(name) == size and RUN.fullmatch(name) and is_name(name) and (honorific or _ends(before[:-size])):
            return size
    family = before[-2:] if before[-2:] in COMPOUND else before[-1:]
    if family not in COMPOUND and family not in COMMON:
        return 0
    return len(family) if honorific or _ends(before[: -len(family)]) else 0


def _ends(before: str) -> bool:
    """Says whether a name may begin after this."""
    return not before or not RUN.fullmatch(before[-1]) or before[-1] in BEFORE_TITLED


def _in_cells(page: Page) -> Iterator[Span]:
    for cell in page.cells:
        if NAME_COLUMN.search(cell.heading.strip()):
            yield from _whole(page.text, cell, certain="姓名" in cell.heading)
    for start, end in page.speakers:
        for run in RUN.finditer(page.text, start, end):
            nickname = re.fullmatch("[阿小].{1,2}", run.group()) and end - start <= 3
            if nickname or (len(run.group()) <= 4 and is_name(run.group(), surely=True)):
                yield Span(run.start(), run.end(), "name")


def _whole(text: str, cell: Cell, *, certain: bool) -> Iterator[Span]:
    """Takes each word of a cell that can be a name; under 姓名 of whatever family."""
    spread = SPREAD.search(text, cell.start, cell.end)
    if spread and is_name(spread.group().replace(" ", ""), surely=True):
        yield Span(spread.start(), spread.end(), "name")
    for run in RUN.finditer(text, cell.start, cell.end):
        word = run.group()
        foreign = certain and 2 <= len(word) <= 4 and not (set(word) & NEVER or OTHER_LABELS.search(word))
        if is_name(word, surely=True) or (foreign and not _is_other(word)):
            yield Span(run.start(), run.end(), "name")


def _is_other(text: str) -> bool:
    return text.startswith(NO_NAMES) or bool(ORGANISATION.search(text))


def _beside(span: Span, text: str) -> Iterator[Span]:
    before = BESIDE.search(text[max(0, span.start - 8) : span.start])
    if before and is_name(before[1]):
        start = max(0, span.start - 8) + before.start(1)
        yield Span(start, start + len(before[1]), "name")
    after = AFTER.match(text, span.end)
    if after and is_name(after[1]):
        yield Span(after.start(1), after.end(1), "name")


def find_again(text: str, spans: Iterable[Span]) -> Iterator[Span]:
    """Yields the other mentions of names that are known from somewhere in the document."""
    names = {re.sub(r"[ \n]", "", text[span.start : span.end]) for span in spans if span.kind == "name"}
    known = {name for name in names if len(name) >= 2 and RUN.fullmatch(name)}
    if known:
        sizes = sorted({len(name) for name in known}, reverse=True)
        for first in re.finditer(f"[{''.join(sorted({name[0] for name in known}))}]", text):
            size = next((size for size in sizes if text[first.start() : first.start() + size] in known), 0)
            if size:
                yield Span(first.start(), first.start() + size, "name")
