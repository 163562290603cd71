"""Footnotes: `[^1]` in a text and `[^1]: …` below it."""

import re
from typing import Any

DEFINITION = re.compile(r"\[\^([^\]\s]+)\]:[ \t]*(.*)")
REFERENCE = re.compile(r"\[\^([^\]\s]+)\]")


def footnotes(parser: Any) -> None:  # noqa: ANN401
    """Teaches a markdown-it parser footnotes; without, CommonMark takes a short one for a link's address.

    Args:
        parser: The parser.
    """
    parser.block.ruler.before("reference", "footnote", _definition, {"alt": ["paragraph", "reference"]})
    parser.inline.ruler.before("link", "footnote_ref", _reference)


def _definition(state: Any, start: int, end: int, silent: bool) -> bool:  # noqa: ANN401, FBT001
    match = DEFINITION.match(_line(state, start))
    if match is None:
        return False
    if silent:
        return True
    lines, line = [match[2]], start + 1
    while line < end and not state.isEmpty(line) and DEFINITION.match(_line(state, line)) is None:
        lines.append(_line(state, line))
        line += 1
    state.env.setdefault("footnotes", set()).add(match[1])
    state.push("footnote_open", "", 1).info = match[1]
    inline = state.push("inline", "", 0)
    inline.content, inline.children, inline.map = "\n".join(lines).strip(), [], [start, line]
    state.push("footnote_close", "", -1)
    state.line = line
    return True


def _line(state: Any, line: int) -> str:  # noqa: ANN401
    return str(state.src[state.bMarks[line] + state.tShift[line] : state.eMarks[line]])


def _reference(state: Any, silent: bool) -> bool:  # noqa: ANN401, FBT001
    match = REFERENCE.match(state.src, state.pos)
    if match is None or match[1] not in state.env.get("footnotes", ()):
        return False
    if not silent:
        state.push("footnote_ref", "", 0).info = match[1]
    state.pos = match.end()
    return True
