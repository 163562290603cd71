"""Numbering: the label Word prints before a paragraph (ISO/IEC 29500-1, 17.9)."""

import re
from dataclasses import dataclass, field

from pipelines.ingest.readers.word.numerals import printed
from pipelines.ingest.readers.word.styles import Paragraph, Styles
from pipelines.ingest.readers.word.xml import MC, Element, W, as_int, child, is_on, number, value

DEEPEST = 8
LONGEST_LABEL = 255
"""Characters of a level's text; a damaged file may hold thousands of numbers in one label."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Level:
    """One level of a list definition."""

    start: int = 1
    number_format: str = "decimal"
    text: str = ""
    restart: int | None = None
    """0: never; n: only after level n or one above it; None: after any level above."""
    legal: bool = False
    """Every number in the label turns decimal."""
    style: str | None = None
    """The paragraph style that stands for this level."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Printed:
    """A label as printed, and where it stands in its list."""

    label: str
    bullet: bool
    series: str
    level: int


@dataclass(slots=True, kw_only=True)
class Numbering:
    """The list definitions of a document and the counters as they stand at the current paragraph."""

    abstract: dict[str, dict[int, Level]] = field(default_factory=dict)
    abstract_of: dict[str, str] = field(default_factory=dict)
    overrides: dict[str, dict[int, Level]] = field(default_factory=dict)
    starts: dict[str, dict[int, int]] = field(default_factory=dict)
    counters: dict[str, dict[int, int]] = field(default_factory=dict)
    started: set[tuple[str, int]] = field(default_factory=set)
    by_style: dict[str | None, tuple[str, int]] = field(default_factory=dict)
    """Style → the list and level it puts its paragraphs in, as far as it was asked for."""

    def level(self, num: str, index: int) -> Level:
        """Returns a level of a list, with the list's own override where it has one."""
        levels = self.abstract.get(self.abstract_of[num], {})
        return self.overrides.get(num, {}).get(index) or levels.get(index) or Level()

    def new_story(self) -> None:
        """Starts every list anew: a page header or the notes count for themselves."""
        self.counters.clear()
        self.started.clear()

    def advance(self, num: str, index: int) -> Printed:
        """Counts one paragraph at a level and returns its label."""
        abstract = self.abstract_of[num]
        counters = self.counters.setdefault(abstract, {})
        # A level that was left out counts as begun: after `1` and `1.1.1` comes `1.2`.
        for left_out in (upper for upper in range(index) if upper not in counters):
            counters[left_out] = self._next(num, left_out, counters)
        counters[index] = self._next(num, index, counters)
        for deeper in [other for other in counters if other > index]:
            restart = self.level(num, deeper).restart
            if restart is None or index < restart:
                del counters[deeper]
        level = self.level(num, index)
        return Printed(
            label=self._label(num, level, counters),
            bullet=level.number_format == "bullet",
            series=abstract,
            level=index,
        )

    def _next(self, num: str, index: int, counters: dict[int, int]) -> int:
        override = self.starts.get(num, {}).get(index)
        # An override acts when its list first gets to the level, and whenever the level restarts (17.9.26).
        if override is not None and ((num, index) not in self.started or index not in counters):
            self.started.add((num, index))
            return override
        return counters[index] + 1 if index in counters else self.level(num, index).start

    def _label(self, num: str, level: Level, counters: dict[int, int]) -> str:
        if level.number_format == "bullet":
            return ""

        def fill(match: re.Match[str]) -> str:
            index = int(match.group(1)) - 1
            shown = self.level(num, index)
            count = counters.get(index, shown.start)
            return printed(count, "decimal" if level.legal else shown.number_format)

        return re.sub(r"%([1-9])", fill, level.text)


def read_numbering(root: Element | None, styles: Styles) -> Numbering:
    """Reads the numbering part; a document without one prints no generated numbers."""
    numbering = Numbering()
    if root is None:
        return numbering
    linked: dict[str, str] = {}
    named: dict[str, str] = {}
    for element in root.findall(W + "abstractNum"):
        name = element.get(W + "abstractNumId", "")
        numbering.abstract[name] = _levels(element)
        linked[name] = value(element, "numStyleLink") or ""
        named[value(element, "styleLink") or ""] = name
    for element in root.findall(W + "num"):
        _read_num(element, numbering)
    for num, abstract in numbering.abstract_of.items():
        link = linked.get(abstract)
        if link:
            # The style names a list; where it does not, the definition that names the style is meant.
            other = value(styles.by_id.get(link), "pPr", "numPr", "numId") or ""
            numbering.abstract_of[num] = numbering.abstract_of.get(other) or named.get(link) or abstract
    return numbering


def _read_num(element: Element, numbering: Numbering) -> None:
    num = element.get(W + "numId", "")
    numbering.abstract_of[num] = value(element, "abstractNumId") or ""
    for override in element.findall(W + "lvlOverride"):
        index = as_int(override.get(W + "ilvl")) or 0
        own = child(override, "lvl")
        if own is not None:
            numbering.overrides.setdefault(num, {})[index] = _level(own)
        start = number(override, "startOverride")
        if start is not None:
            numbering.starts.setdefault(num, {})[index] = start


def _levels(element: Element) -> dict[int, Level]:
    return {as_int(level.get(W + "ilvl")) or 0: _level(level) for level in element.findall(W + "lvl")}


def _level(element: Element) -> Level:
    start = number(element, "start")
    return Level(
        start=0 if start is None else start,
        number_format=_format(element),
        text=(value(element, "lvlText") or "")[:LONGEST_LABEL],
        restart=number(element, "lvlRestart"),
        legal=is_on(element, "isLgl") is True,
        style=value(element, "pStyle"),
    )


def _format(element: Element) -> str:
    alternatives = element.find(MC + "AlternateContent")
    form = child(element, "numFmt") if alternatives is None else alternatives.find(f".//{W}numFmt")
    if form is None:
        return "decimal"
    # A custom format states its first numbers: `001, 002, 003, ...`.
    return str(form.get(W + ("format" if form.get(W + "val") == "custom" else "val"), "decimal"))


def list_of(paragraph: Paragraph, styles: Styles, numbering: Numbering) -> tuple[str, int] | None:
    """Returns the list and level a paragraph is numbered in, or None.

    A direct `w:numPr` decides; `w:numId` 0 turns numbering off. Through a style the level is the one that names
    the style, whatever level the style itself states (17.9.23); the style's own counts where no level names it.
    """
    direct = paragraph.properties.get(W + "numPr")
    num, level = value(direct, "numId"), number(direct, "ilvl")
    if num is None:
        if paragraph.style not in numbering.by_style:
            numbering.by_style[paragraph.style] = _list_of_style(paragraph.style, styles, numbering)
        num, by_style = numbering.by_style[paragraph.style]
        level = by_style if level is None else level
    # A damaged file may state any level; Word has nine.
    return (num, min(max(level or 0, 0), DEEPEST)) if num != "0" and num in numbering.abstract_of else None


def _list_of_style(style: str | None, styles: Styles, numbering: Numbering) -> tuple[str, int]:
    chain = list(styles.chain(style))
    stated = (value(element, "pPr", "numPr", "numId") for _, element in chain)
    num = next((num for num in stated if num is not None), "0")
    levels = numbering.abstract.get(numbering.abstract_of.get(num, ""), {})
    named = {level.style: index for index, level in levels.items() if level.style}
    for name, element in chain:
        own = named.get(name, number(element, "pPr", "numPr", "ilvl"))
        if own is not None:
            return num, own
    return num, 0
