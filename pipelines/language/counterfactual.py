"""A source that says something else: one measured value is changed, and the question's reference with it."""

import hashlib
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from pipelines.language.numerals import CHINESE, ENGLISH, MIXED, number
from pipelines.language.script import language_of
from pipelines.language.values import Value, holds, values
from pipelines.records.question import Question

MEASURED = frozenset({"duration", "money", "percent", "count"})
_NUMERAL = re.compile(rf"(?P<western>{MIXED})|(?P<chinese>{CHINESE})|{ENGLISH}", re.IGNORECASE)
_DIGITS = "零一二三四五六七八九"
# Near enough to be believed, far enough not to be a slip of the pen.
_FACTORS = (Decimal(2), Decimal("1.5"), Decimal(3))


@dataclass(frozen=True, slots=True, kw_only=True)
class Swap:
    """One measured value, and the amount that takes its place."""

    old: Value
    amount: int

    def of(self, text: str) -> str:
        """Returns a text with the value changed wherever it stands, each numeral in its own style."""
        for value in reversed(values(text)):
            if value.canonical == self.old.canonical:
                text = text[: value.start] + _respelled(value.text, self.amount) + text[value.end :]
        return text


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
    swap = swap_for(question.values, question.question, text, question.id)
    if swap is None:
        return None
    changed_values = tuple(swap.of(value) for value in question.values)
    return swap.of(text), replace(question, reference=swap.of(question.reference), values=changed_values)


def changed_one(question: Question, texts: Sequence[str]) -> tuple[int, str, Question] | None:
    """Changes one of the golden sections of a question.

    Args:
        question: An answerable question.
        texts: The texts of its golden sections, one or more.

    Returns:
        The place of the section that is changed, its text, and the question, as `changed` says: of translations the
        first in the question's language. None where none can be changed, and where several sections answer only
        together, since those left as they are would then be missing or contradict the changed one.
    """
    if len(texts) > 1 and not all(holds(text, value) for text in texts for value in question.values):
        return None
    for place in sorted(range(len(texts)), key=lambda one: language_of(texts[one]) != question.language):
        if change := changed(question, texts[place]):
            return place, *change
    return None


def swap_for(answer: Sequence[str], question: str, text: str, seed: str) -> Swap | None:
    """Chooses which value of an answer to change in a text, and to what.

    Args:
        answer: The values that a right answer holds.
        question: The question; a value that it gives away is not changed.
        text: The text that holds the answer.
        seed: Draws the new amount.

    Returns:
        The change, after which the text holds the new value alone; None where there is none.
    """
    for old in _candidates(answer, question, text):
        for amount in _amounts(old, seed):
            swap = Swap(old=old, amount=amount)
            if _is_clean(text, swap.of(text), answer, [swap.of(value) for value in answer]):
                return swap
    return None


def _candidates(answer: Sequence[str], question: str, text: str) -> Iterator[Value]:
    for wanted in answer:
        found = values(wanted)
        if len(found) == 1 and _can_change(found[0]) and holds(text, wanted) and not holds(question, wanted):
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


def _is_clean(text: str, new_text: str, old_values: Sequence[str], new_values: Sequence[str]) -> bool:
    pairs = [(old, new) for old, new in zip(old_values, new_values, strict=True) if old != new]
    unambiguous = all(not holds(text, new) and not holds(new_text, old) for old, new in pairs)
    return bool(pairs) and unambiguous and all(holds(new_text, new) for new in new_values)


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
