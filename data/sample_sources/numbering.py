"""Word's own numbering: multilevel lists linked to heading styles, so that no number is ever typed."""

from dataclasses import dataclass

from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from lxml.etree import _Element

CHINESE = "taiwaneseCountingThousand"


@dataclass(frozen=True, slots=True, kw_only=True)
class Level:
    """One level of a multilevel list."""

    format: str
    """A value of `w:numFmt`."""
    text: str
    """A value of `w:lvlText`."""
    style: str | None = None
    """Id of the heading style that carries the level; None for numbered body text."""
    continues: bool = False
    """Whether the count runs on under the next higher heading."""


SCHEMES: dict[str, tuple[Level, ...]] = {
    "decimal": (
        Level(format="decimal", text="%1", style="Heading1"),
        Level(format="decimal", text="%1.%2", style="Heading2"),
        Level(format="decimal", text="%1.%2.%3", style="Heading3"),
        Level(format="lowerLetter", text="(%4)"),
        Level(format="lowerRoman", text="(%5)"),
    ),
    "articles": (
        Level(format=CHINESE, text="第%1章", style="Heading1"),
        Level(format=CHINESE, text="第%2條", style="Heading2", continues=True),
        Level(format=CHINESE, text="%3、"),
        Level(format=CHINESE, text="（%4）"),
    ),
    "clauses": (
        Level(format="decimal", text="Article %1", style="Heading1"),
        Level(format="decimal", text="Section %1.%2", style="Heading2"),
        Level(format="lowerLetter", text="(%3)"),
        Level(format="lowerRoman", text="(%4)"),
    ),
    "outline": (
        Level(format=CHINESE, text="%1、", style="Heading1"),
        Level(format=CHINESE, text="（%2）"),
        Level(format="decimal", text="%3."),
    ),
}
"""Name of a source's `numbering` → its levels; headings take the first ones, items those after them."""

STEPS = {"zh": "步驟%1", "en": "Step %1"}
OUTLINE = 1
"""numId of the multilevel list."""


def item_level(scheme: str, depth: int) -> int:
    """Returns the list level of an item."""
    return sum(level.style is not None for level in SCHEMES[scheme]) + depth


def fill(root: _Element, scheme: str, language: str, *, step_lists: int) -> None:
    """Replaces everything in a numbering part by the scheme's list and one restarted instance per list of steps."""
    for child in list(root):
        root.remove(child)
    root.append(_abstract(1, SCHEMES[scheme]))
    root.append(_abstract(2, (Level(format="decimal", text=STEPS[language]),)))
    root.append(_instance(OUTLINE, abstract=1))
    for place in range(step_lists):
        root.append(_instance(step_instance(place), abstract=2, restart=True))


def step_instance(place: int) -> int:
    """Returns the numId of the n-th list of steps, from 0."""
    return OUTLINE + 1 + place


def reference(number: int, level: int) -> _Element:
    """Returns the `w:numPr` of a paragraph or style."""
    xml = f'<w:numPr {nsdecls("w")}><w:ilvl w:val="{level}"/><w:numId w:val="{number}"/></w:numPr>'
    return _xml(xml)


def _abstract(number: int, levels: tuple[Level, ...]) -> _Element:
    inside = "".join(_level(place, level) for place, level in enumerate(levels))
    kind = '<w:multiLevelType w:val="multilevel"/>'
    return _xml(f'<w:abstractNum {nsdecls("w")} w:abstractNumId="{number}">{kind}{inside}</w:abstractNum>')


def _level(place: int, level: Level) -> str:
    restart = '<w:lvlRestart w:val="0"/>' if level.continues else ""
    style = f'<w:pStyle w:val="{level.style}"/>' if level.style else ""
    indent = 480 if level.style else 480 * place
    return (
        f'<w:lvl w:ilvl="{place}"><w:start w:val="1"/><w:numFmt w:val="{level.format}"/>{restart}{style}'
        f'<w:suff w:val="space"/><w:lvlText w:val="{level.text}"/><w:lvlJc w:val="left"/>'
        f'<w:pPr><w:ind w:left="{indent}" w:hanging="480"/></w:pPr></w:lvl>'
    )


def _instance(number: int, *, abstract: int, restart: bool = False) -> _Element:
    override = '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/></w:lvlOverride>' if restart else ""
    inside = f'<w:abstractNumId w:val="{abstract}"/>{override}'
    return _xml(f'<w:num {nsdecls("w")} w:numId="{number}">{inside}</w:num>')


def _xml(text: str) -> _Element:
    element: _Element = parse_xml(text)
    return element
