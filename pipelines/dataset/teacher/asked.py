"""What kind of value a question asks for, as far as its words say it."""

import re
from collections.abc import Iterable

from pipelines.language.values import values

_MEASURED = frozenset({"money", "duration", "time", "date", "percent", "count", "number"})
# What no amount answers.
_NAMED = re.compile(r"誰|哪個?(?:單位|部門|人|一類)|原因|為什麼|\bwho\b|\bwhy\b")
# The first that fits counts; a question that none fits may be answered by anything.
_KINDS = (
    (
        r"多少錢|多少元|幾元|\bhow much (?:does|do|did|will|would)\b.*\b(?:cost|pay)\b|\bhow much is the\b"
        r"|\bwhat (?:does|do|is|are)\b.*\b(?:costs?|prices?|fees?)\b",
        {"money"},
    ),
    (
        r"多久|幾[天日年週]|哪一?[天日年]|幾個?(?:小時|分鐘|月|工作)|幾秒"
        r"|\bhow (?:long|quickly|soon|often)\b|\bhow many (?:\w+ )?(?:day|hour|minute|year|month|week|second)s\b",
        {"duration", "date", "time"},
    ),
    (r"幾點|\bwhat time\b", {"time"}),
    (r"幾月|\bwhat date\b|\bwhich day\b", {"date"}),
    (r"什麼時候|何時|^when\b", {"duration", "date", "time"}),
    (r"百分之幾|\bwhat percentage\b", {"percent"}),
    (r"多少|幾[次人件箱層台張份劑公位個]|\bhow (?:much|many|heavy|large|big|far|high|hot|cold)\b", _MEASURED),
)


def answers_kind(question: str, answer: Iterable[str]) -> bool:
    """Says whether an answer is of the kind that a question asks for.

    Args:
        question: In either language.
        answer: Pieces that a right answer holds.

    Returns:
        True where one piece holds such a value, or the question asks for none by its words.

    >>> answers_kind("多久內要通報？", ["24 小時"]), answers_kind("要付多少錢？", ["24 小時"])
    (True, False)
    """
    pieces = list(answer)
    if _NAMED.search(question.lower()):
        return not all(is_amount(piece) for piece in pieces)
    kinds = next((kinds for pattern, kinds in _KINDS if re.search(pattern, question.lower())), None)
    return kinds is None or any(value.kind in {*kinds, "number"} for piece in pieces for value in values(piece))


def is_amount(text: str) -> bool:
    """Says whether a text is one amount, date or time and nothing else."""
    found = values(text)
    return len(found) == 1 and found[0].kind in _MEASURED and found[0].text == text.strip()


def is_measured(text: str) -> bool:
    """Says whether a text holds an amount, a date or a time."""
    return any(value.kind in _MEASURED for value in values(text))
