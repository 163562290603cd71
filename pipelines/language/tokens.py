"""Tokens for retrieval: Han characters alone and in pairs, Latin words, and values in every way they are asked for."""

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache
from operator import add

from pipelines.language.numerals import CHINESE, number, written
from pipelines.language.script import HAN
from pipelines.language.simplified import one_to_one
from pipelines.language.values import Value, values

_HAN = HAN.pattern[1:-1]
_RUNS = re.compile(rf"[{_HAN}]+|\d{{1,3}}(?:,\d{{3}})+(?:\.\d+)?|\d+(?:\.\d+)+|[^\W_{_HAN}]+")
_VARIANTS = str.maketrans("臺周裏着", "台週裡著")
# Hyphens that word processors put into codes. A full-width comma parts two amounts, a half-width one may group digits.
_HYPHENS = str.maketrans("‐‑", "--")
# Words that nearly every section and question has; in English they would pair any question with any text.
_STOP = frozenset(
    re.findall(r"\w+", "a an and are as at be by do does for from how i if in is it of on or our the to we what with")
)
# A place in a document or in a procedure, whatever it is called: 第4.3節, §4.3, Section 4.3; 第三步, 步驟三, step 3.
_PLACE = re.compile(
    rf"(?:第|§|步驟|階段|附件|附錄|附表|附圖"
    rf"|(?<![a-z])(?:section|sec\.|step|article|chapter|clause|stage|phase|appendix|part|item))\s?"
    rf"(?P<n>\d+(?:\.\d+)*|{CHINESE})|(?<![\d.])(?P<dotted>\d+(?:\.\d+)+)\s?[節條款項章]"
    rf"|(?:^|›\s)(?P<item>\d{{1,2}}(?=[.、)]\D)|\d{{1,2}}(?:\.\d{{1,2}})+(?=\s)|{CHINESE}(?=、))",
    re.MULTILINE,
)


def tokens(text: str) -> list[str]:
    """Splits a text into what the index counts.

    Chinese has no spaces: single characters and pairs of neighbours find more than a word segmenter does. A value is
    there in its canonical form as well, so that 二十四小時 finds 24 小時, 民國113年 finds 2024 and soplog001 finds
    SOP-LOG-001. Characters that only Simplified Chinese has meet their Traditional ones.

    Args:
        text: A question or a section.

    Returns:
        Lower-cased tokens, repeats included; values come last, once each, and start with `=`.

    >>> tokens("通報 SOP-LOG-001")
    ['通', '報', '通報', 'sop', 'log', '001', '=soplog001']
    """
    text = text.translate(_HYPHENS) if "‐" in text or "‑" in text else text
    plain = unicodedata.normalize("NFKC", text.replace("，", "、"))
    plain = one_to_one(plain.casefold().translate(_VARIANTS))
    found: list[str] = []
    for run in _RUNS.findall(plain):
        if HAN.match(run):
            found += run
            found += map(add, run, run[1:])
        elif run not in _STOP:
            found.append(run.replace(",", "") if run[0].isdigit() else _stem(run))
    seen = set(found)
    forms = [form for value in values(text) for form in _forms(value)]
    return found + list(dict.fromkeys(form for form in (*forms, *_places(plain)) if form not in seen))


@lru_cache(maxsize=32_768)
def token_set(text: str) -> frozenset[str]:
    """Returns the tokens of a text, each once; those of the last texts are kept."""
    return frozenset(tokens(text))


def _stem(word: str) -> str:
    # Plural and singular meet; a real stemmer changes names and codes.
    if len(word) > 4 and word.endswith("ies"):
        return word[:-3] + "y"
    return word[:-1] if len(word) > 3 and word.endswith("s") and not word.endswith(("ss", "us", "is")) else word


def _forms(value: Value) -> Iterator[str]:
    canonical = value.canonical.lower()
    if value.kind == "code":
        # Typed without its hyphens it is the same code.
        yield "=" + canonical.replace("§", "#").replace("-", "")
    elif value.kind == "date":
        yield from _date_forms(canonical)
    elif not value.text.startswith("第"):
        if value.kind != "number":
            yield f"={canonical}"
        if value.kind in ("duration", "money", "percent", "count", "number"):
            yield value.amount
        if re.fullmatch(r"(?:9\d|1\d\d) year", canonical):
            # 115年 may be a year of the Republic.
            yield from _date_forms(str(int(value.amount) + 1911))


def _date_forms(iso: str) -> Iterator[str]:
    # A day is found by its month, its year, and by the day of any year.
    if iso.startswith("-"):
        yield f"={iso}"
        return
    year, *rest = iso.split("-")
    yield from (year, f"={year}", *("=" + "-".join((year, *rest[: place + 1])) for place in range(len(rest))))
    if rest:
        yield "=--" + "-".join(rest)


def _places(plain: str) -> Iterator[str]:
    for match in _PLACE.finditer(plain):
        place = match["n"] or match["dotted"] or match["item"]
        amount = None if "." in place else number(place)
        yield f"=#{place if amount is None else written(amount)}"
