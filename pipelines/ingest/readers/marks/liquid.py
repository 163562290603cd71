"""Tags of site generators: what Jekyll and its kin replace or drop when they print a page."""

import re

from pipelines.ingest.blocks import Hidden

COMMENT = re.compile(r"\{%-?\s*comment\s*-?%\}.*?\{%-?\s*endcomment\s*-?%\}", re.DOTALL)
MARK = re.compile(
    r"""
      (?P<code>(?P<ticks>`+)(?!`).*?(?<!`)(?P=ticks)(?!`))
    | \]\([ ]*(?P<target>\{[%{].*?[%}]\})[^)\s]*\)
    | \{%-?\s*(?P<tag>.*?)\s*-?%\}
    | (?P<output>\{\{.*?\}\})
    | (?P<attributes>[ ]*\{:[^{}\n]*\}|[ ]*\{\#[\w:.-]+\}$)
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
    hidden += [Hidden(kind="comment", text=found) for found in COMMENT.findall(text)]
    return COMMENT.sub("", text)


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
        shown = _said(match["tag"]) if match["tag"] else ""
        hidden.append(Hidden(kind="hidden_element", text=match[0].replace(shown, "", 1) if shown else match[0]))
        return shown

    return MARK.sub(replaced, text)


def _said(tag: str) -> str:
    """The last quoted words of a tag that are no path: a channel's name, a picture's description, a note."""
    if tag.split(maxsplit=1)[0] in CONTROL:
        return ""
    words = [double or single for double, single in QUOTED.findall(tag)]
    return next((word for word in reversed(words) if word and not PATH.search(word)), "")
