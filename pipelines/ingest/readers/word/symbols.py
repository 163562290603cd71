"""Symbol fonts: the characters behind their private codes, since losing a ≥ changes what a rule says."""

import re

PRIVATE = range(0xF000, 0xF100)
PRIVATE_SIGN = re.compile("[\uf000-\uf0ff]")
ASCII = range(0x20, 0x7F)

# Adobe's Symbol encoding, from 0x20 and from 0xA1; a space where there is no character for it.
SYMBOL = dict(
    zip(
        (*ASCII, *range(0xA1, 0xFF)),
        " !∀#∃%&∋()∗+,−./0123456789:;<=>?≅ΑΒΧΔΕΦΓΗΙϑΚΛΜΝΟΠΘΡΣΤΥςΩΞΨΖ[∴]⊥_‾αβχδεφγηιϕκλμνοπθρστυϖωξψζ{|}∼"
        "ϒ′≤⁄∞ƒ♣♦♥♠↔←↑→↓°±″≥×∝∂•÷≠≡≈…⏐⎯↵ℵℑℜ℘⊗⊕∅∩∪⊃⊇⊄⊂⊆∈∉∠∇®©™∏√⋅¬∧∨⇔⇐⇑⇒⇓◊〈®©™∑⎛⎜⎝⎡⎢⎣⎧⎨⎩⎪ 〉∫⌠⎮⌡⎞⎟⎠⎤⎥⎦⎫⎬⎭",
        strict=True,
    )
)
WINGDINGS = {
    0x4A: "☺", 0x6C: "●", 0x6D: "❍", 0x6E: "■", 0x6F: "□", 0x71: "❑", 0x75: "◆", 0x76: "❖", 0xA1: "○", 0xA7: "▪",
    0xA8: "☐", 0xD8: "➢", 0xDF: "←", 0xE0: "→", 0xE1: "↑", 0xE2: "↓", 0xE8: "➔", 0xFB: "✗", 0xFC: "✓", 0xFD: "☒",
    0xFE: "☑",
    **{0x81 + place: chr(ord("①") + place) for place in range(10)},
    **{0x8C + place: chr(ord("❶") + place) for place in range(10)},
}  # fmt: skip
WINGDINGS_2 = {0x4F: "✗", 0x50: "✓", 0x51: "☒", 0x52: "☑", 0x53: "☒", 0x54: "☒", 0x97: "●", 0xA3: "☐"}
FONTS: dict[str, dict[int, str]] = {"symbol": SYMBOL, "wingdings": WINGDINGS, "wingdings 2": WINGDINGS_2}


def symbol(code: int, font: str | None) -> str:
    """Returns the character behind a code of a symbol font; empty where there is no text in it.

    >>> symbol(0xF0B3, "Symbol"), symbol(0xF0FE, "Wingdings"), symbol(0x2192, None), symbol(0xF041, "Acme Logos")
    ('≥', '☑', '→', '')
    """
    table = FONTS.get((font or "").lower())
    if code in PRIVATE or (table is not None and code < 0x100):
        return "" if table is None else table.get(code & 0xFF, "")
    return chr(code) if 0x20 <= code < 0xD800 or 0x10000 <= code < 0x110000 else ""


def translate(text: str, font: str | None) -> str:
    """Returns a text with its private codes replaced by what their font prints."""
    return PRIVATE_SIGN.sub(lambda sign: symbol(ord(sign.group()), font), text)
