"""Numbering: the label Word prints before a paragraph (ISO/IEC 29500-1, 17.9)."""

import re
from dataclasses import dataclass, field

from pipelines.ingest.readers.word.numerals import printed
from pipelines.ingest.readers.word.styles import Styles, style_of
from pipelines.ingest.readers.word.xml import Element, W, child, is_on, number, value


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

    def level(self, num: str, index: int) -> Level:
        """Returns a level of a list, with the list's own override where it has one."""
        levels = self.abstract.get(self.abstract_of[num], {})
        return self.overrides.get(num, {}).get(index) or levels.get(index) or Level()

    def advance(self, num: str, index: int) -> Printed:
        """Counts one paragraph at a level and returns its label."""
        abstract = self.abstract_of[num]
        counters = self.counters.setdefault(abstract, {})
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
        if override is not None and (num, index) not in self.started:
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
    for element in root.findall(W + "abstractNum"):
        name = element.get(W + "abstractNumId", "")
        numbering.abstract[name] = _levels(element)
        link = value(element, "numStyleLink")
        if link:
            linked[name] = link
    for element in root.findall(W + "num"):
        _read_num(element, numbering)
    for name, link in linked.items():
        num = value(styles.by_id.get(link), "pPr", "numPr", "numId")
        target = numbering.abstract_of.get(num or "")
        for key, abstract in numbering.abstract_of.items():
            if abstract == name and target:
                numbering.abstract_of[key] = target
    return numbering


def _read_num(element: Element, numbering: Numbering) -> None:
    num = element.get(W + "numId", "")
    numbering.abstract_of[num] = value(element, "abstractNumId") or ""
    for override in element.findall(W + "lvlOverride"):
        index = int(override.get(W + "ilvl", "0"))
        own = child(override, "lvl")
        if own is not None:
            numbering.overrides.setdefault(num, {})[index] = _level(own)
        start = number(override, "startOverride")
        if start is not None:
            numbering.starts.setdefault(num, {})[index] = start


def _levels(element: Element) -> dict[int, Level]:
    return {int(level.get(W + "ilvl", "0")): _level(level) for level in element.findall(W + "lvl")}


def _level(element: Element) -> Level:
    start = number(element, "start")
    return Level(
        start=0 if start is None else start,
        number_format=value(element, "numFmt") or "decimal",
        text=value(element, "lvlText") or "",
        restart=number(element, "lvlRestart"),
        legal=is_on(element, "isLgl") is True,
        style=value(element, "pStyle"),
    )


def list_of(paragraph: Element, styles: Styles, numbering: Numbering) -> tuple[str, int] | None:
    """Returns the list and level a paragraph is numbered in, or None.

    A direct `w:numPr` decides; `w:numId` 0 turns numbering off. Through a style the level is the one that names
    the style, whatever level the style itself states (17.9.23); the style's own counts where no level names it.
    """
    direct = child(paragraph, "pPr", "numPr")
    num = value(direct, "numId")
    if num is not None:
        return _known(num, number(direct, "ilvl") or 0, numbering)
    for _, style in styles.chain(style_of(paragraph, styles)):
        properties = child(style, "pPr", "numPr")
        if properties is None:
            continue
        num = value(properties, "numId")
        if num is None:
            continue
        stated = number(direct, "ilvl")
        if stated is None:
            stated = _level_of_style(num, paragraph, styles=styles, numbering=numbering)
        if stated is None:
            stated = number(properties, "ilvl") or 0
        return _known(num, stated, numbering)
    return None


def _known(num: str, level: int, numbering: Numbering) -> tuple[str, int] | None:
    return (num, level) if num != "0" and num in numbering.abstract_of else None


def _level_of_style(num: str, paragraph: Element, *, styles: Styles, numbering: Numbering) -> int | None:
    levels = numbering.abstract.get(numbering.abstract_of.get(num, ""), {})
    named = {level.style: index for index, level in levels.items() if level.style}
    for name, _ in styles.chain(style_of(paragraph, styles)):
        if name in named:
            return named[name]
    return None
