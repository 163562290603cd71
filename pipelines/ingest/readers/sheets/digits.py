"""Numbers as a cell shows them: decimals, thousands, percent, fractions, powers, and digits between other signs."""

from decimal import ROUND_HALF_UP, Decimal, localcontext
from fractions import Fraction

from pipelines.ingest.readers.sheets.patterns import ANY, Section, Token

GENERAL_DIGITS = 10


def general(value: float) -> str:
    """Returns a number without a format.

    >>> general(12.0), general(0.1 + 0.2)
    ('12', '0.3')
    """
    return str(int(value)) if float(value).is_integer() else f"{value:.{GENERAL_DIGITS}g}"


def number(value: float, section: Section) -> str:
    """Returns a number in a format.

    Args:
        value: The number, not negative.
        section: The section of the format that shows it.
    """
    if section.has("general") or section.is_text:
        plain = (general(value) if token.kind == "general" or token == ANY else token.text for token in section.tokens)
        return "".join(plain)
    if Token("mark", "/") in section.tokens and section.has("digit"):
        return _fraction(value, section)
    if section.has("power"):
        return _power(value, section)
    exact = Decimal(repr(value)) * 100 ** section.tokens.count(Token("mark", "%"))
    return _placed(exact, section)


def _placed(value: Decimal, section: Section) -> str:
    """Puts digits where the format has places for them."""
    tokens = section.tokens
    places = [place for place, token in enumerate(tokens) if token.kind == "digit"]
    if not places:
        return "".join(token.text for token in tokens)
    point = next((place for place, token in enumerate(tokens) if token == Token("mark", ".")), len(tokens))
    whole, after = [place for place in places if place < point], [place for place in places if place > point]
    commas = [place for place, token in enumerate(tokens) if token == Token("mark", ",")]
    # A comma behind the last whole digit divides by a thousand; one between digits sets thousands apart.
    end = whole[-1] if whole else point
    scaled = value / 1000 ** sum(1 for place in commas if place > end)
    rounded = scaled.quantize(Decimal(1).scaleb(-len(after)), ROUND_HALF_UP)
    before, _, behind = f"{rounded:f}".partition(".")
    shown = _whole(before, [tokens[place].text for place in whole], thousands=any(place < end for place in commas))
    shown += _decimals(behind, [tokens[place].text for place in after])
    texts = dict(zip([*whole, *after], shown, strict=True))
    texts |= dict.fromkeys(commas, "")
    if not "".join(texts[place] for place in after):
        texts[point] = ""
    return "".join(texts.get(place, token.text) for place, token in enumerate(tokens))


def _whole(digits: str, places: list[str], *, thousands: bool) -> list[str]:
    """The digits before the point, one a place from the right; the first place takes what is left."""
    digits = digits.lstrip("0").rjust(places.count("0"), "0")
    if thousands:
        return [f"{int(digits or 0):,}" if digits else "", *[""] * (len(places) - 1)] if places else []
    shown = ["" if place in {"#", "?"} else "0" for place in places]
    for back in range(1, min(len(places), len(digits)) + 1):
        shown[-back] = digits[-back]
    if places and len(digits) > len(places):
        shown[0] = digits[: len(digits) - len(places) + 1]
    return shown


def _decimals(digits: str, places: list[str]) -> list[str]:
    shown = list(digits.ljust(len(places), "0"))[: len(places)]
    for back in range(len(places) - 1, -1, -1):
        if places[back] == "0" or shown[back] != "0":
            break
        shown[back] = ""
    return shown


def _fraction(value: float, section: Section) -> str:
    """Thirds, quarters and the like: `# ?/?`."""
    slash = section.tokens.index(Token("mark", "/"))
    most = 10 ** sum(1 for token in section.tokens[slash:] if token.kind == "digit") - 1
    nearest = Fraction(value).limit_denominator(max(most, 1))
    whole, rest = divmod(nearest.numerator, nearest.denominator)
    mixed = any(token == Token("mark", " ") for token in section.tokens[:slash])
    if not mixed:
        return f"{nearest.numerator}/{nearest.denominator}"
    return " ".join(part for part in (str(whole) if whole or not rest else "", _part(rest, nearest)) if part)


def _part(rest: int, nearest: Fraction) -> str:
    return f"{rest}/{nearest.denominator}" if rest else ""


def _power(value: float, section: Section) -> str:
    power = next(place for place, token in enumerate(section.tokens) if token.kind == "power")
    point = next((place for place, token in enumerate(section.tokens) if token == Token("mark", ".")), power)
    decimals = sum(1 for token in section.tokens[point:power] if token.kind == "digit")
    least = sum(1 for token in section.tokens[power:] if token.kind == "digit")
    with localcontext(rounding=ROUND_HALF_UP):
        mantissa, _, exponent = f"{Decimal(repr(value)) if value else 0.0:.{decimals}E}".partition("E")
    sign = "-" if int(exponent) < 0 else "+" if section.tokens[power].text.endswith("+") else ""
    return f"{mantissa}E{sign}{abs(int(exponent)):0{least}d}"
