"""An answer as its statements."""

import re

# A Western full stop ends a statement only before white space or the end: `§4.3` and `3.5` go on.
_END = re.compile(r"(?<=[。！？!?])|(?<=\.)(?=\s|$)|\n")
_WORD = re.compile(r"\w")


def statements(text: str) -> tuple[str, ...]:
    """Splits an answer into statements; pieces without a letter or a digit are left out.

    >>> statements("24 小時內 [SOP-LOG-001 §4.3]。由主管核定 [FAQ-001]。")
    ('24 小時內 [SOP-LOG-001 §4.3]。', '由主管核定 [FAQ-001]。')
    """
    return tuple(piece.strip() for piece in _END.split(text) if _WORD.search(piece))
