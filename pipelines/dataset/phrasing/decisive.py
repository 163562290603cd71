"""The shortest pieces of a fact that tell a right answer from a wrong one."""

import re

from pipelines.language.values import Value, holds, values

_TELLING = frozenset({"duration", "money", "percent", "count", "time", "date", "contact"})
_MOST = 3
# Words that most answers hold, whatever they say: whoever looks for them finds them in wrong answers too.
_COMMON = frozenset(
    re.findall(
        r"\w+",
        "公司 本公司 客戶 顧客 員工 同仁 人員 使用者 部門 單位 主管 是 否 有 無 可 可以 不可 不得 "
        "company employee employees user users customer customers client clients staff manager supervisor yes no you",
    )
)
_MODAL = re.compile(r"\b(?:is|are|must|may|can|should|will|has to|have to)\s(?P<rest>.+)$")
_CASE = re.compile(r"^(?:If|When|Once|After|Before|To|In case of)\s[^,]+,\s")
_BOUNDARY = re.compile(r",|;|:|\s(?:and|or|but|if|when|unless|because|so that|which|who|while|until|before|after)\s")
_OPEN_END = re.compile(r"(?:\s(?:the|a|an|of|to|in|on|at|for|by|with|from|within|above|below|and|or|if|is|are))+$")
_FEWEST_WORDS = 3


def decisive(text: str, language: str, questions: tuple[str, ...] = ()) -> tuple[str, ...]:
    """Returns the pieces of a sentence that a right answer has to hold.

    Its values, where the questions do not tell them already; where there are none, its kernel.

    Args:
        text: One sentence, without its full stop.
        language: `zh` or `en`.
        questions: How the sentence is asked for.

    Returns:
        At least one piece, each in the sentence word for word.

    >>> decisive("發現個資事故者應於 1 小時內通報個資窗口", "zh"), decisive("改由組長核對，並簽名", "zh")
    (('1 小時',), ('改由組長核對',))
    """
    found = [value for value in values(text) if _tells(value)]
    telling = [value.text for value in found if not any(holds(question, value.text) for question in questions)]
    return tuple(dict.fromkeys(telling))[:_MOST] or (kernel(text, language),)


def kernel(text: str, language: str) -> str:
    """Returns the part of a sentence that says most: its longest clause, or what an English one says of its subject."""
    if language == "zh":
        return max(text.split("，"), key=len).strip()
    # What is done in a case says more than the case.
    then = _CASE.sub("", text)
    said = _MODAL.search(then)
    for whole in (said["rest"] if said else "", then, text):
        piece = _OPEN_END.sub("", _BOUNDARY.split(whole)[0].strip())
        if len(piece.split()) >= _FEWEST_WORDS:
            return piece
    return text


def is_weak(value: str, ask: str) -> bool:
    """Says whether a piece is in most answers, right or wrong: a word such as 客戶, or one of something.

    Args:
        value: A piece that a right answer must hold.
        ask: What kind of piece the question asks for; asked how often, 1 次 is an answer.
    """
    if value.casefold() in _COMMON:
        return True
    found = values(value)
    once = len(found) == 1 and found[0].text == value and found[0].kind == "count" and found[0].amount == "1"
    return once and ask in ("text", "step")


def _tells(value: Value) -> bool:
    # A range or an amount of one is more often an article than a fact.
    return value.kind in _TELLING and not (value.kind == "count" and value.amount == "1")
