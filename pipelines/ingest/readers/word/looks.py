"""Text that is in a paragraph and that nobody sees: hidden, white on white, or too small to read."""

from pipelines.ingest.blocks import HiddenKind
from pipelines.ingest.readers.word.styles import Paragraph, Styles
from pipelines.ingest.readers.word.xml import VAL, Element, W, as_int, child, is_set, value

Look = tuple[bool | None, bool | None, bool | None]
"""Hidden, white, tiny; None where nothing is stated."""

NOTHING: Look = (None, None, None)
WHITEST = 0xF5
"""From here up in red, green and blue, text on white paper cannot be seen."""
TINIEST = 4
"""Half points; up to here nobody can read it."""
ANCHOR = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}anchor"
VANISH, COLOUR, SIZE, STYLE = W + "vanish", W + "color", W + "sz", W + "rStyle"
FILLS = {W + "shd", W + "highlight"}
COLOURED = {W + "txbxContent", W + "hdr", W + "ftr"}


def hidden_kind(run_properties: Element | None, paragraph: Paragraph, styles: Styles) -> HiddenKind | None:
    """Says how a run is hidden, or None where it can be seen.

    Args:
        run_properties: The run's own properties.
        paragraph: The paragraph that holds it.
        styles: The document's styles.

    Returns:
        What hides it. Direct formatting decides; a style of the run and one of the paragraph that both hide it show
        it again, since hiding is a toggle (ISO/IEC 29500-1, 17.7.3).
    """
    direct, run_style = _stated(run_properties)
    by_run = NOTHING if run_style is None else _of_style(run_style, styles)
    by_paragraph = _of_style(paragraph.style, styles)
    if direct == by_run == by_paragraph == NOTHING:
        return None
    vanished = (by_run[0] is True) != (by_paragraph[0] is True) if direct[0] is None else direct[0]
    if vanished:
        return "vanished"
    _, white, tiny = _first_stated([direct, by_run, by_paragraph])
    if tiny:
        return "tiny"
    return "white" if white and not _is_coloured(paragraph, styles) else None


def _of_style(style: str | None, styles: Styles) -> Look:
    if style not in styles.looks:
        styles.looks[style] = _first_stated([_stated(child(it, "rPr"))[0] for _, it in styles.chain(style)])
    return styles.looks[style]


def _first_stated(looks: list[Look]) -> Look:
    hidden, white, tiny = (next((look[at] for look in looks if look[at] is not None), None) for at in range(3))
    return (hidden, white, tiny)


def _stated(run_properties: Element | None) -> tuple[Look, str | None]:
    """What run properties state by themselves, and the style they name."""
    if run_properties is None:
        return NOTHING, None
    hidden = white = tiny = style = None
    filled = False
    for element in run_properties:
        tag = element.tag
        if tag == VANISH:
            hidden = is_set(element.get(VAL, "true"))
        elif tag == COLOUR:
            white = _is_white(element.get(VAL, ""))
        elif tag == SIZE:
            tiny = (as_int(element.get(VAL)) or TINIEST + 1) <= TINIEST
        elif tag == STYLE:
            style = element.get(VAL)
        elif tag in FILLS:
            filled = filled or _fills(element)
    return (hidden, False if filled else white, tiny), style


def _is_white(colour: str) -> bool:
    try:
        return min(bytes.fromhex(colour), default=0) >= WHITEST
    except ValueError:
        return False


def _is_coloured(paragraph: Paragraph, styles: Styles) -> bool:
    """Says whether the paper behind a paragraph may have a colour; where it cannot be told, it may."""
    chain = [element for _, element in styles.chain(paragraph.style)]
    if any(_fills(child(holder, "pPr", "shd")) for holder in (paragraph.element, *chain)):
        return True
    for holder in paragraph.element.iterancestors():
        if holder.tag in COLOURED or _fills(child(holder, "tcPr", "shd")) or _fills(child(holder, "tblPr", "shd")):
            return True
        if _is_shaded_style(value(holder, "tblPr", "tblStyle"), styles):
            return True
    root = paragraph.element.getroottree().getroot()
    if root.tag not in styles.shaded:
        pictures = any(is_set(it.get("behindDoc")) for it in root.iter(ANCHOR))
        styles.shaded[root.tag] = pictures or child(root, "background") is not None
    return styles.shaded[root.tag]


def _is_shaded_style(style: str | None, styles: Styles) -> bool:
    if style is None:
        return False
    if style not in styles.shaded:
        chain = (element for _, element in styles.chain(style))
        styles.shaded[style] = any(_fills(shade) for element in chain for shade in element.iter(W + "shd"))
    return styles.shaded[style]


def _fills(shade: Element | None) -> bool:
    if shade is None:
        return False
    if shade.tag == W + "highlight":
        return shade.get(W + "val") not in ("none", "white")
    plain = shade.get(W + "fill", "auto") == "auto" or _is_white(shade.get(W + "fill"))
    return not plain or shade.get(W + "val", "clear") not in ("clear", "nil")
