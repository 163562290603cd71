"""A source that says something else: one measured value is changed, and the question's reference with it."""

import hashlib
import re
from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal

from pipelines.language.numerals import CHINESE, ENGLISH, MIXED, number
from pipelines.language.values import Value, holds, values
from pipelines.records.question import Question

MEASURED = frozenset({"duration", "money", "percent", "count"})
_NUMERAL = re.compile(rf"(?P<western>{MIXED})|(?P<chinese>{CHINESE})|{ENGLISH}", re.IGNORECASE)
_DIGITS = "零一二三四五六七八九"
# Near enough to be believed, far enough not to be a slip of the pen.
_FACTORS = (Decimal(2), Decimal("1.5"), Decimal(3))


def changed(question: Question, text: str) -> tuple[str, Question] | None:
    """Changes one value of a golden section, so that an answer from the page and one from memory differ.

    The change depends on the question's id and the text alone: whoever scores the answer makes it again.

    Args:
        question: An answerable question.
        text: The text of its golden section.

    Returns:
        The changed text, and the question with its reference and values changed alike; None where no value of the
        question is a whole number with a unit that the text holds and the question does not give away.
    """
    for old in _candidates(question, text):
        for amount in _amounts(old, question.id):
            changed_text = _swap(text, old, amount)
            changed_values = tuple(_swap(value, old, amount) for value in question.values)
            if _is_clean(text, changed_text, question.values, changed_values):
                reference = _swap(question.reference, old, amount)
                return changed_text, replace(question, reference=reference, values=changed_values)
    return None


def _candidates(question: Question, text: str) -> Iterator[Value]:
    for wanted in question.values:
        found = values(wanted)
        if len(found) == 1 and _can_change(found[0]) and holds(text, wanted) and not holds(question.question, wanted):
            yield found[0]


def _can_change(value: Value) -> bool:
    if value.kind not in MEASURED:
        return False
    # One of something would need another plural in English.
    amount = Decimal(value.amount)
    return amount == int(amount) and amount >= 2


def _amounts(old: Value, seed: str) -> Iterator[int]:
    turn = int(hashlib.sha256(f"{seed} {old.canonical}".encode()).hexdigest()[:8], 16) % len(_FACTORS)
    for factor in (*_FACTORS[turn:], *_FACTORS[:turn]):
        amount = int(Decimal(old.amount) * factor)
        if old.kind != "percent" or amount <= 100:
            yield amount


def _is_clean(text: str, new_text: str, old_values: tuple[str, ...], new_values: tuple[str, ...]) -> bool:
    pairs = [(old, new) for old, new in zip(old_values, new_values, strict=True) if old != new]
    unambiguous = all(not holds(text, new) and not holds(new_text, old) for old, new in pairs)
    return bool(pairs) and unambiguous and all(holds(new_text, new) for new in new_values)


def _swap(text: str, old: Value, amount: int) -> str:
    for value in reversed(values(text)):
        if value.canonical == old.canonical:
            text = text[: value.start] + _respelled(value.text, amount) + text[value.end :]
    return text


def _respelled(value: str, amount: int) -> str:
    # The last numeral: 百分之二十 opens with another one.
    numeral = list(_NUMERAL.finditer(value))[-1]
    return value[: numeral.start()] + _like(numeral, amount) + value[numeral.end() :]


def _like(numeral: re.Match[str], amount: int) -> str:
    if numeral.group("chinese") and number(_chinese(amount)) == amount:
        return _chinese(amount)
    return f"{amount:,}" if "," in numeral.group() or amount >= 10_000 else str(amount)


def _chinese(amount: int) -> str:
    """Writes a number below 一億 in Chinese numerals."""
    high, low = divmod(amount, 10_000)
    gap = "零" if high and 0 < low < 1_000 else ""
    said = (f"{_below_ten_thousand(high)}萬{gap}" if high else "") + _below_ten_thousand(low)
    return said.removeprefix("一") if said.startswith("一十") else said


def _below_ten_thousand(amount: int) -> str:
    said = ""
    for unit, name in ((1_000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit, rest = divmod(amount, unit)
        if digit:
            said += f"{_DIGITS[digit]}{name}"
        elif said and rest and not said.endswith("零"):
            said += "零"
        amount = rest
    return said
