"""A section's lines and topic without the numbers they are printed with."""

from pipelines.dataset.phrasing.chinese import plain_heading, plain_line
from pipelines.records.section import Section


def lines_of(section: Section) -> list[str]:
    """Returns the section's lines without their labels."""
    return [plain_line(line) for line in section.text.split("\n")]


def topic_of(section: Section) -> str:
    """Returns the section's own heading without its number; empty where it has none.

    A lead such as `（一）` under a heading has the heading's topic.
    """
    return plain_heading(section.heading_path[-1]) if section.heading_path else ""
