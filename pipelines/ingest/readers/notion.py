"""Notion's exports: the 32 digits off its names, and its pages' properties and boxes as plain Markdown or HTML."""

import re
from html import escape

DIGITS = re.compile(r" [0-9a-f]{32}(?=(?:_all)?(?:\.[A-Za-z]{2,5})?$)")
CONTAINER = re.compile(r"Part-\d+\.zip$")
PROPERTIES = re.compile(r"\A(\ufeff?# [^\n]+\n\n)((?:[^\n:：#|>*`\-\s][^\n:：]{0,40}: [^\n]*\n)+)")
BOX = re.compile(r"</?(?:aside|details|summary)[^>\n]*>", re.IGNORECASE)


def clean_name(name: str) -> str:
    """Returns a path without the digits that Notion adds to each page, folder and table.

    >>> clean_name("Team 0123456789abcdef0123456789abcdef/Tasks 0123456789abcdef0123456789abcdef_all.csv")
    'Team/Tasks_all.csv'
    """
    return "/".join(DIGITS.sub("", part) for part in name.split("/"))


def clean_page(data: bytes, suffix: str) -> bytes:
    """Returns a page with its properties a line each, and its callouts and toggles as paragraphs.

    Args:
        data: The page.
        suffix: `.md` or `.html`.
    """
    try:
        text = data.decode("utf-8").replace("\r\n", "\n")
    except UnicodeDecodeError:
        return data
    if suffix == ".md":
        text = PROPERTIES.sub(lambda found: found[1] + found[2].replace("\n", "  \n"), text)
        return BOX.sub("\n\n", text).encode()
    return _with_properties(text).encode()


def _with_properties(page: str) -> str:
    """Turns the table of properties, whose first row is no header, into a paragraph."""
    from selectolax.lexbor import LexborHTMLParser

    tree = LexborHTMLParser(page)
    table = tree.css_first("table.properties")
    if table is None or not table.html or not tree.html:
        return page
    pairs = [": ".join(cell.text(separator=" ").strip() for cell in row.css("th, td")) for row in table.css("tr")]
    return tree.html.replace(table.html, f"<p>{escape('; '.join(pairs))}</p>")
