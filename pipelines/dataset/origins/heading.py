"""Questions about prose under a heading: its durations, amounts, times, counts and who is responsible."""

from collections.abc import Iterator, Sequence

from pipelines.dataset.candidate import Candidate, from_cloze
from pipelines.dataset.phrasing import chinese, english
from pipelines.dataset.phrasing.lines import announced_in, heading_of, lines_of
from pipelines.records.section import Section


def candidates(sections: Sequence[Section]) -> Iterator[Candidate]:
    """Yields a candidate for each fact of the prose sections that can be asked for alone."""
    for section in sections:
        if section.kind != "prose":
            continue
        phrasing = chinese if section.language == "zh" else english
        for cloze in phrasing.clozes(
            "\n".join(lines_of(section)),
            heading_of(section) or announced_in(section),
            section.title if section.heading_path else "",
        ):
            yield from_cloze(section, "heading", cloze)
