"""An answer as its statements, and a statement as its clauses."""

import re

from pipelines.language.citations import BRACKETED
from pipelines.language.sentences import END, MARK
from pipelines.language.values import Value, values

# `1.` numbers the statement that follows, in a list too, and a short word (No.) is one with it.
_OPENING = re.compile(rf"(?:.*[;；:：…])?\s*(?:{MARK.pattern}|[A-Za-z]{{2}}\.)", re.DOTALL)
_CLAUSE_END = re.compile(r"[，；;。！？!?\n]|,(?!\d)|\.(?=\s|$)")
_QUESTION = re.compile(r"[?？][\s。.]*\Z")
_WORD = re.compile(r"\w")


def statements(text: str) -> tuple[str, ...]:
    """Splits an answer into statements; pieces without a letter or a digit are left out.

    A citation is no end, whatever its key says: headings of a FAQ are questions.

    >>> statements("24 小時內 [SOP-LOG-001 §4.3]。由主管核定 [FAQ 誰核定？]。")
    ('24 小時內 [SOP-LOG-001 §4.3]。', '由主管核定 [FAQ 誰核定？]。')
    """
    keys = [match.span() for match in BRACKETED.finditer(text)]
    pieces, first = [], 0
    for match in END.finditer(text):
        inside = any(start < match.start() < end for start, end in keys)
        if not inside and not _OPENING.fullmatch(text, first, match.start()):
            pieces.append(text[first : match.start()])
            first = match.end()
    return tuple(piece.strip() for piece in (*pieces, text[first:]) if _WORD.search(piece))


def clauses(text: str) -> tuple[str, ...]:
    """Splits a text where a clause may end; a comma inside a number is none.

    >>> clauses("客服登錄退費，上限 NT$4,800；逾期不受理。")
    ('客服登錄退費', '上限 NT$4,800', '逾期不受理')
    """
    return tuple(piece.strip() for piece in _CLAUSE_END.split(text) if _WORD.search(piece))


def clause_around(text: str, value: Value) -> str:
    """Returns the clause of a text that holds a value found there; a value may itself hold a comma."""
    ends = [(match.start(), match.end()) for match in _CLAUSE_END.finditer(text)]
    first = max((end for _, end in ends if end <= value.start), default=0)
    last = min((start for start, _ in ends if start >= value.end), default=len(text))
    return text[first:last].strip()


def says_something(text: str) -> bool:
    """Says whether a piece of an answer can be true or false: it is no question, and more than a value alone.

    >>> says_something("24 小時內通報"), says_something("24 小時"), says_something("多久內要通報？")
    (True, False, False)
    """
    if _QUESTION.search(text):
        return False
    rest = text
    for value in values(text):
        rest = rest.replace(value.text, " ", 1)
    return len(_WORD.findall(rest)) > 1
