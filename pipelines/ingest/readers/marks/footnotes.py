"""Footnotes: `[^1]` in a text and `[^1]: …` below it."""

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.rules_block import StateBlock
    from markdown_it.rules_inline import StateInline

DEFINITION = re.compile(r"\[\^([^\]\s]+)\]:[ \t]*(.*)")
REFERENCE = re.compile(r"\[\^([^\]\s]+)\]")


def footnotes(parser: "MarkdownIt") -> None:
    """Teaches a markdown-it parser footnotes; without, CommonMark takes a short one for a link's address.

    Args:
        parser: The parser.
    """
    parser.block.ruler.before("reference", "footnote", _definition, {"alt": ["paragraph", "reference"]})
    parser.inline.ruler.before("link", "footnote_ref", _reference)


def _definition(state: "StateBlock", start: int, end: int, silent: bool) -> bool:  # noqa: FBT001
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


def _line(state: "StateBlock", line: int) -> str:
    return str(state.src[state.bMarks[line] + state.tShift[line] : state.eMarks[line]])


def _reference(state: "StateInline", silent: bool) -> bool:  # noqa: FBT001
    match = REFERENCE.match(state.src, state.pos)
    if match is None or match[1] not in state.env.get("footnotes", ()):
        return False
    if not silent:
        state.push("footnote_ref", "", 0).info = match[1]
    state.pos = match.end()
    return True
