"""Tags of site generators: what Jekyll and its kin replace or drop when they print a page."""

import re

from pipelines.ingest.blocks import Hidden

COMMENT = re.compile(r"\{%-?[ ]{0,9}(end)?comment[ ]{0,9}-?%\}")
INSIDE = r"(?:(?!\{[%{]|[%}]\}).){0,400}"
"""What stands in a tag; bounded, or openings without an end are searched to the end of the page from each of them."""
MARK = re.compile(
    rf"""
      (?P<code>(?P<ticks>`+)(?!`).*?(?<!`)(?P=ticks)(?!`))
    | \]\([ ]?(?P<target>\{{[%{{]{INSIDE}[%}}]\}})[^)\s]*\)
    | \{{%-?(?P<tag>{INSIDE}?)-?%\}}
    | (?P<output>\{{\{{{INSIDE}\}}\}})
    | (?P<attributes>[ ]{{0,3}}\{{:[^{{}}\n]*\}}|[ ]{{0,3}}\{{\#[\w:.-]+\}}$)
    """,
    re.VERBOSE | re.DOTALL,
)
QUOTED = re.compile(r""""([^"]*)"|'([^']*)'""")
PATH = re.compile(r"/|\.\w{2,5}$")
CONTROL = ("assign", "capture", "case", "when", "if", "elsif", "unless", "for", "raw", "comment", "page", "link")
"""Tags whose quoted words are conditions or addresses and are not printed."""


def without_comments(text: str, hidden: list[Hidden]) -> str:
    """Takes the comments of a template out of a page.

    Args:
        text: The page.
        hidden: Where what was taken out is added.
    """
    kept, start = [], 0
    opened: int | None = None
    for edge in COMMENT.finditer(text):
        if edge[1] is None:
            opened = edge.start() if opened is None else opened
        elif opened is not None:
            hidden.append(Hidden(kind="comment", text=text[opened : edge.end()]))
            kept.append(text[start:opened])
            start, opened = edge.end(), None
    return "".join(kept) + text[start:]


def as_printed(text: str, hidden: list[Hidden]) -> str:
    """Replaces the tags in a paragraph by what is printed in their place, as far as the file itself says it.

    Args:
        text: The paragraph's Markdown. Code is left as it is, and a link's address becomes empty.
        hidden: Where what was taken out is added.

    >>> as_printed('Ask in {% slack_channel "equipment" %} [now]({% page "/help" %}).{: .note}', [])
    'Ask in equipment [now](<>).'
    """

    def replaced(match: re.Match[str]) -> str:
        if match["code"]:
            return match[0]
        if match["target"]:
            # Without its site's tags this is no link to anybody else: the brackets go with the address.
            hidden.append(Hidden(kind="hidden_element", text=f"[{match[0]}"))
            return "](<>)"
        shown = _said(match["tag"] or "")
        hidden.append(Hidden(kind="hidden_element", text=match[0].replace(shown, "", 1) if shown else match[0]))
        return shown

    return MARK.sub(replaced, text)


def _said(tag: str) -> str:
    """The last quoted words of a tag that are no path: a channel's name, a picture's description, a note."""
    if (tag.split(maxsplit=1) or [""])[0] in CONTROL:
        return ""
    words = [double or single for double, single in QUOTED.findall(tag)]
    return next((word for word in reversed(words) if word and not PATH.search(word)), "")
