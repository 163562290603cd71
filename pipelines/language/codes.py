"""Codes that name one thing (CB-50, T240312-045): what is true of one says nothing of its neighbour."""

import re
import unicodedata
from collections.abc import Iterable

# Letters, then digits: at least two, or behind a hyphen, so that A4, Q3 and CO2 are words like others.
_CODE = re.compile(
    r"(?<![0-9A-Za-z-])(?P<letters>[A-Za-z]{1,6})(?P<number>-\d+|\d{2,})(?P<rest>(?:-?[0-9A-Za-z]+)*)(?![0-9A-Za-z])"
)
_RUN = re.compile(r"[A-Za-z]+|\d+")
_BETWEEN = r"[-‐–_/ ]?"


def unknown_codes(question: str, sources: Iterable[str]) -> list[str]:
    """Returns the codes that a question names and that no source knows.

    A source knows a code that it writes in any case and with any or no hyphen, and one that a range (CB-20 至 CB-60),
    a list (CB-20/40) or a whole series (CB 系列) of it takes in.

    Args:
        question: The question.
        sources: All text of each source, its key and heading among it.

    Returns:
        The codes as the question writes them, in its order.

    >>> unknown_codes("How heavy is CB-50?", ["CB-20 weighs 9 kg."]), unknown_codes("cb20 多重？", ["CB-20：9 kg"])
    (['CB-50'], [])
    """
    texts = [unicodedata.normalize("NFKC", source) for source in sources]
    found = _CODE.finditer(unicodedata.normalize("NFKC", question))
    return [code[0] for code in found if not any(_knows(text, code) for text in texts)]


def _knows(text: str, code: re.Match[str]) -> bool:
    said = code[0]
    # SF-50s are several SF-50.
    plural = said[:-1] if said.endswith("s") else said
    runs = _BETWEEN.join(map(re.escape, _RUN.findall(plural)))
    if re.search(rf"(?<![0-9A-Za-z]){runs}s?(?![0-9A-Za-z])", text, re.IGNORECASE):
        return True
    letters, number = code["letters"], code["number"].lstrip("-")
    if re.search(rf"(?<![0-9A-Za-z]){letters}{_BETWEEN}(?:系列|series|[x*]+(?![0-9A-Za-z]))", text, re.IGNORECASE):
        return True
    family = rf"(?<![0-9A-Za-z]){letters}{_BETWEEN}(\d+)"
    listed = rf"{family}(?:{_BETWEEN}[、,，/及和與或&]\s*\d+)*?\s*[、,，/及和與或&]\s*{number}(?!\d)"
    if re.search(listed, text, re.IGNORECASE):
        return True
    ranges = re.finditer(
        rf"{family}\s*(?:至|到|[~～–—-]|to|through)\s*(?:{letters}{_BETWEEN})?(\d+)", text, re.IGNORECASE
    )
    return any(int(low) <= int(number) <= int(high) for low, high in (one.groups() for one in ranges))
