"""Text that is on a page and that nobody sees: white, minute, invisible, covered, or off the page."""

from collections import defaultdict
from collections.abc import Sequence

from pipelines.ingest.blocks import Hidden, HiddenKind
from pipelines.ingest.readers.pdf.drawing import Area
from pipelines.ingest.readers.pdf.page import Char, Run, Sheet, middle

SMALLEST_SIZE = 3.0
"""Points; smaller text is not there to be read."""
NO_PAINT = 3
NEAR = 6
"""Of 255: two colours no further apart look the same."""
SCANNED = 0.8
"""Share of a page's text that is invisible where a scan has been recognised."""
PAPER = (255, 255, 255)


def split_hidden(sheet: Sheet) -> tuple[list[Char], list[Hidden]]:
    """Parts what is printed on a page from what is hidden on it.

    Args:
        sheet: The page.

    Returns:
        The printed characters in the order of the file, and the hidden text, one entry a kind.
    """
    across, down = 2 * sheet.width, 2 * sheet.height
    scanned = _is_recognised_scan(sheet)
    kinds: dict[Run, HiddenKind | None] = {}
    printed: list[Char] = []
    hidden: dict[HiddenKind, list[str]] = defaultdict(list)
    for char in sheet.chars:
        if char.run not in kinds:
            kinds[char.run] = _kind(char, sheet, scanned=scanned)
        kind = kinds[char.run]
        if kind is not None:
            hidden[kind].append(char.text)
        elif 0 <= char.x0 + char.x1 <= across and 0 <= char.top + char.bottom <= down:
            printed.append(char)
        else:
            hidden["off_page"].append(char.text)
    found = [
        Hidden(kind=kind, text="".join(texts).strip(), locator=f"p.{sheet.number}")
        for kind, texts in sorted(hidden.items())
    ]
    return printed, [entry for entry in found if entry.text]


def _is_recognised_scan(sheet: Sheet) -> bool:
    """Says whether a page is an image with its recognised text, invisible, on top."""
    images = [area.box for area in sheet.areas if area.is_image]
    unseen = [char for char in sheet.chars if char.run.mode == NO_PAINT]
    over = sum(any(box.holds(*middle(char)) for box in images) for char in unseen)
    return over > 0 and over >= SCANNED * len(sheet.chars)


def _kind(char: Char, sheet: Sheet, *, scanned: bool) -> HiddenKind | None:
    run = char.run
    if run.size < SMALLEST_SIZE:
        return "tiny"
    if run.mode == NO_PAINT:
        return None if scanned else "invisible"
    x, y = middle(char)
    if run.clip is not None and not run.clip.holds(x, y):
        return "invisible"
    areas = [area for area in sheet.areas if area.holds(x, y)]
    if any(_covers(area) for area in areas if area.order > run.order):
        return "invisible"
    color = run.color
    if color is None or run.mode not in (0, 2, 4, 6):
        return None
    below = _below([area for area in areas if area.order < run.order])
    same = below is not None and all(abs(one - other) <= NEAR for one, other in zip(color[:3], below, strict=True))
    return "white" if same or color[3] <= NEAR else None


def _covers(area: Area) -> bool:
    """Says whether an area hides what is below; other colours may be a highlighter's, which is printed through."""
    color = area.color
    return color is not None and color[3] == 255 and (min(color[:3]) >= 250 or max(color[:3]) <= NEAR)


def _below(areas: Sequence[Area]) -> tuple[int, ...] | None:
    """The colour that text is painted on; None where it is a picture or shines through."""
    for area in reversed(areas):
        if area.color is None:
            return None
        if area.color[3] == 255:
            return area.color[:3]
        if area.color[3] > NEAR:
            return None
    return PAPER
