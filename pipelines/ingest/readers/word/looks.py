"""Text that is in a paragraph and that nobody sees: hidden, white on white, or too small to read."""

from pipelines.ingest.blocks import HiddenKind
from pipelines.ingest.readers.word.styles import Styles, style_of
from pipelines.ingest.readers.word.xml import Element, W, as_int, child, is_set, value

Look = tuple[bool | None, bool | None, bool | None]
"""Hidden, white, tiny; None where nothing is stated."""

NOTHING: Look = (None, None, None)
WHITEST = 0xF5
"""From here up in red, green and blue, text on white paper cannot be seen."""
TINIEST = 4
"""Half points; up to here nobody can read it."""
ANCHOR = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}anchor"
COLOURED = {W + "txbxContent", W + "hdr", W + "ftr"}


def hidden_kind(properties: Element | None, paragraph: Element, styles: Styles) -> HiddenKind | None:
    """Says how a run is hidden, or None where it can be seen.

    Args:
        properties: The run's own properties.
        paragraph: The paragraph that holds it.
        styles: The document's styles.

    Returns:
        What hides it. Direct formatting decides; a style of the run and one of the paragraph that both hide it show
        it again, since hiding is a toggle (ISO/IEC 29500-1, 17.7.3).
    """
    direct = _stated(properties)
    run_style = value(properties, "rStyle")
    by_run = NOTHING if run_style is None else _of_style(run_style, styles)
    by_paragraph = _of_style(style_of(paragraph, styles), styles)
    vanished = (by_run[0] is True) != (by_paragraph[0] is True) if direct[0] is None else direct[0]
    if vanished:
        return "vanished"
    white, tiny = (
        next((look[place] for look in (direct, by_run, by_paragraph) if look[place] is not None), False)
        for place in (1, 2)
    )
    if tiny:
        return "tiny"
    return "white" if white and not _is_coloured(paragraph, styles) else None


def _of_style(style: str | None, styles: Styles) -> Look:
    if style not in styles.looks:
        looks = [_stated(child(element, "rPr")) for _, element in styles.chain(style)]
        hidden, white, tiny = (
            next((look[place] for look in looks if look[place] is not None), None) for place in range(3)
        )
        styles.looks[style] = (hidden, white, tiny)
    return styles.looks[style]


def _stated(properties: Element | None) -> Look:
    if properties is None:
        return NOTHING
    hidden = white = tiny = None
    for element in properties:
        tag = element.tag
        if tag == W + "vanish":
            hidden = is_set(element.get(W + "val", "true"))
        elif tag == W + "color":
            white = _is_white(element.get(W + "val", ""))
        elif tag == W + "sz":
            tiny = (as_int(element.get(W + "val")) or TINIEST + 1) <= TINIEST
    if any(_fills(element) for element in properties.iterchildren(W + "shd", W + "highlight")):
        white = False
    return (hidden, white, tiny)


def _is_white(colour: str) -> bool:
    try:
        return min(bytes.fromhex(colour), default=0) >= WHITEST
    except ValueError:
        return False


def _is_coloured(paragraph: Element, styles: Styles) -> bool:
    """Says whether the paper behind a paragraph may have a colour; where it cannot be told, it may."""
    chain = [element for _, element in styles.chain(style_of(paragraph, styles))]
    if any(_fills(child(holder, "pPr", "shd")) for holder in (paragraph, *chain)):
        return True
    for holder in paragraph.iterancestors():
        if holder.tag in COLOURED or _fills(child(holder, "tcPr", "shd")) or _fills(child(holder, "tblPr", "shd")):
            return True
        for _, style in styles.chain(value(holder, "tblPr", "tblStyle")):
            if any(_fills(shade) for shade in style.iter(W + "shd")):
                return True
    root = paragraph.getroottree().getroot()
    return child(root, "background") is not None or any(is_set(it.get("behindDoc")) for it in root.iter(ANCHOR))


def _fills(shade: Element | None) -> bool:
    if shade is None:
        return False
    if shade.tag == W + "highlight":
        return shade.get(W + "val") not in ("none", "white")
    plain = shade.get(W + "fill", "auto") == "auto" or _is_white(shade.get(W + "fill"))
    return not plain or shade.get(W + "val", "clear") not in ("clear", "nil")
