"""Equations: Office's formulas as one line, where ½ must not come out as 12."""

from pipelines.ingest.readers.word.xml import Element, M, W

# What stands before each part of a formula, by the name of the part.
BEFORE = {M + "den": "/", M + "sup": "^", M + "sub": "_", M + "deg": ""}
GROUPED = {M + "num", M + "den", M + "sup", M + "sub"}
GONE = {W + "del", W + "moveFrom"}


def linear(formula: Element) -> str:
    """Returns a formula as a line of text: fractions with a slash, powers with ^, roots with √.

    Args:
        formula: An `m:oMath` or anything inside it.

    Returns:
        The line, with brackets where a part has more than one sign.
    """
    if formula.tag == M + "t":
        return formula.text or ""
    if formula.tag in GONE:
        return ""
    text = "".join(linear(inner) for inner in formula if isinstance(inner.tag, str))
    if formula.tag == M + "rad":
        return f"√({text})"
    if formula.tag == M + "d":
        return f"({text})"
    if formula.tag in GROUPED and len(text) > 1 and not text.isdecimal():
        text = f"({text})"
    return BEFORE.get(formula.tag, "") + text if text else ""
