"""Number formats, taken apart: quoted text, digits, date letters, brackets."""

import operator
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

TOKEN = re.compile(
    r"""
      "(?P<quoted>[^"]*)"? | \\(?P<escaped>.) | [_*]. | \[(?P<bracket>[^\]]*)\]
    | (?P<half>AM/PM|A/P|上午/下午) | (?P<general>General) | (?P<power>E[+-])
    | (?P<date>y+|m+|d+|h+|s+(?:\.0+)?|e+|g+|aaaa?) | (?P<digit>[0\#?]) | (?P<mark>.)
    """,
    re.VERBOSE | re.IGNORECASE | re.DOTALL,
)
CURRENCY = re.compile(r"\$(?P<sign>[^-]*)(?:-(?P<locale>[0-9A-Fa-f]+))?")
CONDITION = re.compile(r"(<=|>=|<>|<|>|=)(-?\d+(?:\.\d+)?)")
COMPARE: dict[str, Callable[[float, float], bool]] = {
    "<=": operator.le, ">=": operator.ge, "<>": operator.ne, "<": operator.lt, ">": operator.gt, "=": operator.eq,
}  # fmt: skip
TAIWAN = ("404", "1000404", "30404")
SYSTEM = {"F800": "yyyy-mm-dd", "F400": "h:mm:ss"}
"""Formats that follow the machine's settings; a reading must not."""


@dataclass(frozen=True, slots=True)
class Token:
    """A piece of a number format."""

    kind: str
    """`text`, `mark`, `digit`, `date`, `elapsed`, `half`, `general` or `power`."""
    text: str


ANY = Token("mark", "@")


@dataclass(slots=True, kw_only=True)
class Section:
    """One of the up to four parts of a number format."""

    tokens: list[Token] = field(default_factory=list)
    locale: str = ""
    condition: tuple[str, float] | None = None

    def has(self, *kinds: str) -> bool:
        """Says whether a token of one of these kinds is in it."""
        return any(token.kind in kinds for token in self.tokens)

    @property
    def is_text(self) -> bool:
        """True for the section that says how text is shown."""
        return ANY in self.tokens

    @property
    def is_taiwanese(self) -> bool:
        """True where dates are in Chinese and years may be those of the Republic."""
        return self.locale.upper().lstrip("0") in TAIWAN


@lru_cache(maxsize=256)
def sections_of(pattern: str) -> list[Section]:
    """Takes a number format apart.

    Args:
        pattern: The format, such as `#,##0.0;[Red]-#,##0.0`.

    Returns:
        Its sections, at least one.

    >>> [token.text for token in sections_of('"NT$"#,##0')[0].tokens]
    ['NT$', '#', ',', '#', '#', '0']
    """
    sections = [Section()]
    for match in TOKEN.finditer(pattern):
        kind, text = match.lastgroup or "", match.group(match.lastgroup) if match.lastgroup else ""
        if kind == "mark" and text == ";":
            sections.append(Section())
        elif kind == "bracket":
            _bracket(text, sections[-1])
        elif kind in ("quoted", "escaped"):
            sections[-1].tokens.append(Token("text", text))
        elif kind:
            sections[-1].tokens.append(Token(kind, text))
    return sections


def _bracket(text: str, section: Section) -> None:
    """A currency with a locale, `[h]`, or a condition; colours and the rest print nothing."""
    currency, condition = CURRENCY.fullmatch(text), CONDITION.fullmatch(text)
    if currency is not None:
        section.locale = currency["locale"] or section.locale
        section.tokens.append(Token("text", currency["sign"]))
    elif condition is not None:
        section.condition = (condition[1], float(condition[2]))
    elif text and set(text.lower()) <= set("hms") and len(set(text.lower())) == 1:
        section.tokens.append(Token("elapsed", text.lower()))


def choose(sections: Sequence[Section], value: float) -> tuple[Section, bool]:
    """Returns the section that shows a number, and whether its sign is printed before it.

    Args:
        sections: The sections of a format.
        value: The number.
    """
    numeric = [section for section in sections if not section.is_text] or list(sections[:1])
    if any(section.condition for section in numeric):
        for section in numeric:
            if section.condition is None or COMPARE[section.condition[0]](value, section.condition[1]):
                return section, value < 0
        return numeric[-1], value < 0
    if value < 0 and len(numeric) > 1:
        return numeric[1], False
    return numeric[2] if value == 0 and len(numeric) > 2 else numeric[0], value < 0
