"""Text in plain signs, for finding, with the way back to the text as it is written, for replacing."""

import re
import unicodedata
from bisect import bisect_left

# Format characters, variation selectors and fillers: nobody sees them, and one inside a number would hide it.
UNSEEN = re.compile(
    "[\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e\u2060-\u206f\u3164"
    "\ufe00-\ufe0f\ufeff\uffa0\ufff9-\ufffb\U000e0000-\U000e01ef]"
)
DASHES = "\u2010\u2011\u2012\u2013\u2014\u2015\u2043\u2212\ufe58\ufe63\u30fc\u2500"


class View:
    """A text in the plain signs that identifiers are looked for in.

    Args:
        original: The text as it is written.
    """

    __slots__ = ("_places", "text")

    def __init__(self, original: str) -> None:
        plain = original if original.isascii() else original.translate(PLAIN_SIGNS)
        self._places: list[int] | None = None
        if not plain.isascii() and UNSEEN.search(plain):
            self._places = [place for place, sign in enumerate(plain) if not UNSEEN.match(sign)]
            self._places.append(len(plain))
            plain = UNSEEN.sub("", plain)
        self.text = plain

    def original(self, start: int, end: int) -> tuple[int, int]:
        """Returns where a stretch of the plain text stands in the text as it is written."""
        if self._places is None:
            return start, end
        return self._places[start], self._places[end - 1] + 1

    def plain(self, place: int) -> int:
        """Returns where a place of the text as it is written stands in the plain text."""
        return place if self._places is None else bisect_left(self._places, place)


class _PlainSigns(dict[int, str]):
    """Each sign's compatibility form where that is one sign, so that places stay the same; digits of any script."""

    def __missing__(self, code: int) -> str:
        form = unicodedata.normalize("NFKC", chr(code))
        digit = unicodedata.decimal(form, None) if len(form) == 1 else None
        self[code] = chr(code) if len(form) != 1 else form if digit is None else str(digit)
        return self[code]


PLAIN_SIGNS = _PlainSigns(
    dict.fromkeys(map(ord, DASHES), "-")
    | dict.fromkeys((0x0B, 0x0C, 0x0D), " ")
    | dict.fromkeys((0x2028, 0x2029), "\n")
)
