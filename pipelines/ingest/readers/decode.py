"""Text files: their encoding, tried strictly in a fixed order instead of guessed."""

import re
import unicodedata
from collections.abc import Iterator

from pipelines.ingest.blocks import UnreadableError

BOMS = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))
PAIR = re.compile(rb"[\x81-\xfe][\x40-\xfe]")
BIG5_PAIR = re.compile(rb"[\xa1-\xc6][\x40-\xfe]")
GBK_PAIR = re.compile(rb"[\xa1-\xa3\xb0-\xd7][\xa1-\xfe]")
"""Where each of the two has its signs and its common characters; both decode the other's, into nonsense."""
FEWEST_PAIRS = 8
"""Below so many pairs a list of names may well hold rare characters only."""
SAMPLE = 4096


def decode(data: bytes) -> str:
    """Returns the text of a file, with plain line ends.

    Args:
        data: UTF-8 or UTF-16 with or without a byte order mark, cp950 (Big5), or Big5 with Hong Kong's characters.

    Raises:
        UnreadableError: It is none of these.
    """
    for encoding in _encodings(data):
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\x00" not in text:
            return text.replace("\r\n", "\n").replace("\r", "\n")
    raise UnreadableError("not text in UTF-8, UTF-16 or cp950 (Big5)", "save it as UTF-8")


def _encodings(data: bytes) -> Iterator[str]:
    """The encodings worth trying. A detector takes a two-line cp950 file for Korean; strict decoding does not."""
    marked = next((name for mark, name in BOMS if data.startswith(mark)), None)
    if marked is not None:
        yield marked
        return
    if b"\x00" in data:
        yield from _wide(data)
        return
    yield "utf-8"
    pairs = PAIR.findall(data)
    big5, gbk = (sum(1 for pair in pairs if common.match(pair)) for common in (BIG5_PAIR, GBK_PAIR))
    if len(pairs) < FEWEST_PAIRS or big5 >= gbk:
        yield from ("cp950", "big5hkscs")


def _wide(data: bytes) -> Iterator[str]:
    """UTF-16 without a mark: line ends and Latin letters have their zero byte on one side."""
    odd, even = data[1::2].count(0), data[::2].count(0)
    name = "utf-16-le" if odd > even else "utf-16-be"
    sample = data[:SAMPLE].decode(name, errors="replace")
    strange = sum(1 for character in sample if unicodedata.category(character) in ("Cn", "Co", "Cc"))
    if strange - sum(sample.count(mark) for mark in "\t\n\r") <= len(sample) / 100:
        yield name
