"""Simplified Chinese told from Traditional, and turned into it: documents in Taiwan are asked about from elsewhere."""

from collections.abc import Callable
from functools import lru_cache

# Taiwan's code page holds these too, for words that no modern text has.
_RARE = "万与优价体党厂坏异怀惊扰极构气洁确离种网触适听复么机几"


def one_to_one(text: str) -> str:
    """Replaces each character that only Simplified Chinese has by its Traditional one; all others stay.

    >>> one_to_one("软件更新，皇后，價格")
    '軟件更新，皇后，價格'
    """
    return text if text.isascii() else text.translate(_table())


def traditional(text: str) -> tuple[str, ...]:
    """Turns a text into Traditional Chinese, by whole words where it is Simplified as a whole.

    Traditional text taken for Simplified would come out wrong (文件 as 檔案), so a text counts as Simplified
    only if more of its characters belong to that script alone than to Traditional alone.

    Args:
        text: A question in either script, or in both.

    Returns:
        The text in Traditional characters, and where Taiwan has other words for it (软件: 軟件, 軟體), with those.

    >>> traditional("软件多久更新一次？"), traditional("文件保存幾年？")
    (('軟件多久更新一次？', '軟體多久更新一次？'), ('文件保存幾年？',))
    """
    simplified = sum(ord(character) in _table() for character in text)
    if simplified <= sum(_only_in("cp950", "gb2312", character) for character in text):
        return (one_to_one(text),)
    forms = (one_to_one(_converter(name)(text)) for name in ("s2tw", "s2twp"))
    return tuple(dict.fromkeys(forms))


@lru_cache
def _converter(name: str) -> Callable[[str], str]:
    from opencc import OpenCC

    convert: Callable[[str], str] = OpenCC(name).convert
    return convert


@lru_cache
def _table() -> dict[int, str]:
    found = {}
    for character in map(chr, range(0x4E00, 0xA000)):
        if character in _RARE or _only_in("gb2312", "cp950", character):
            other = _converter("s2tw")(character)
            if other != character:
                found[ord(character)] = other
    return {place: other for place, other in found.items() if ord(other) not in found}


def _only_in(encoding: str, other: str, character: str) -> bool:
    return _encodes(character, encoding) and not _encodes(character, other) and "\u4e00" <= character < "\ua000"


def _encodes(character: str, encoding: str) -> bool:
    try:
        character.encode(encoding)
    except UnicodeEncodeError:
        return False
    return True
