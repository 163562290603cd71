"""Tokens for retrieval: Han characters alone and in pairs, Latin words, and codes and amounts kept whole."""

import re
import unicodedata

from pipelines.language.script import HAN
from pipelines.language.values import values

_HAN = HAN.pattern[1:-1]
_RUNS = re.compile(rf"[{_HAN}]+|[^\W_{_HAN}]+")
_VARIANTS = str.maketrans("臺周裏着", "台週裡著")
# Words that nearly every section and question has; in English they would pair any question with any text.
_STOP = frozenset(
    re.findall(r"\w+", "a an and are as at be by do does for from how i if in is it of on or our the to we what with")
)


def tokens(text: str) -> list[str]:
    """Splits a text into what the index counts.

    Chinese has no spaces: single characters and pairs of neighbours find more than a word segmenter does. A value
    is kept whole in its canonical form as well, so that 二十四小時 finds 24 小時 and SOP-LOG-001 finds itself alone.

    Args:
        text: A question or a section.

    Returns:
        Lower-cased tokens, repeats included.

    >>> tokens("通報 SOP-LOG-001")
    ['通', '報', '通報', 'sop', 'log', '001', '=sop-log-001']
    """
    plain = unicodedata.normalize("NFKC", text).casefold().translate(_VARIANTS)
    found: list[str] = []
    for run in _RUNS.findall(plain):
        if HAN.match(run):
            found += [*run, *(run[place : place + 2] for place in range(len(run) - 1))]
        elif run not in _STOP:
            found.append(_stem(run))
    return found + [f"={value.canonical.lower()}" for value in values(text) if value.kind != "number"]


def _stem(word: str) -> str:
    # Plural and singular meet; a real stemmer changes names and codes.
    return word[:-1] if len(word) > 3 and word.endswith("s") and not word.endswith(("ss", "us", "is")) else word
