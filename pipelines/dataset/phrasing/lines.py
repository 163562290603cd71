"""A section's lines and topic without the numbers they are printed with."""

import re

from pipelines.dataset.phrasing.chinese import plain_heading, plain_line
from pipelines.records.section import Section


def lines_of(section: Section) -> list[str]:
    """Returns the section's lines without their labels."""
    return [plain_line(line) for line in section.text.split("\n")]


def topic_of(section: Section) -> str:
    """Returns what a section is about: its own heading without the number, or its document where that says nothing.

    A lead such as `（一）` under a heading has the heading's topic; `第38條` and `Article 73` are no topic.
    """
    return heading_of(section) or (section.title if section.heading_path else "")


def announced_in(section: Section) -> str:
    """Returns what a Chinese section announces before its items: 特別休假 from 應依下列規定給予特別休假：.

    Articles of laws have no headings of their own; what their items are about, the line above them says.
    """
    opening = section.text.split("\n", 1)[0]
    found = _ANNOUNCED.search(opening) if section.language == "zh" else None
    return next(filter(None, found.groups()), "") if found else ""


def heading_of(section: Section) -> str:
    """Returns the section's own heading without its number; empty where it has none, or is nothing but a number."""
    heading = plain_heading(section.heading_path[-1]) if section.heading_path else ""
    return "" if _BARE.fullmatch(heading) else heading


_ANNOUNCED = re.compile(
    r"(?:給予|給與|發給|支給|內請)([\u4e00-\u9fff]{2,6})：$|其([\u4e00-\u9fff]{2,6})[，]?依[下左]列[^，]*：$"
    r"|([\u4e00-\u9fff]{1,3}假)依[下左]列規定：$"
)
_BARE = re.compile(
    r"第?[\s零一二三四五六七八九十百\d.\-之]+[編章節條款項]?|(?:Article|Section|Chapter|Part)\s[\dIVX.\-]+"
    r"|Others?|General|Overview|Introduction|Notes?|Examples?|More information|Miscellaneous",
    re.IGNORECASE,
)
