"""How often what is quoted of the right section holds what was asked, over the starter's practice documents.

  python -m benchmarks.quoting

Each question is asked of its own section, in its section's language. A row a threshold: how near the next sentence has
to be to stand beside the best.
"""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import mean

from rich.console import Console
from rich.table import Table

from pipelines.answering.extractive import NEAR, extract
from pipelines.answering.sentences import sentences
from pipelines.language.script import language_of
from pipelines.records.source import Source

DOCUMENTS = Path(__file__).parents[1] / "data/starter_sources/passages"
THRESHOLDS = (1.01, 0.8, 0.7, NEAR, 0.5, 0.0)
COLUMNS = ("the next from", "zh", "en", "of two things", "all", "two quoted", "characters")


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """A question with the section that answers it and what of it the answer is."""

    question: str
    source: Source
    quotes: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Quoted:
    """What is quoted for a question."""

    right: bool
    """All that was asked stands in it."""
    two: bool
    """It is two sentences."""
    length: int
    """Characters."""


def questions() -> Iterator[Asked]:
    """Yields every question that has an answer and is in the language of its section."""
    for path in sorted(DOCUMENTS.glob("*.jsonl")):
        for line in path.read_text(encoding="utf-8").splitlines():
            document = json.loads(line)
            sections = {one["key"]: one for one in document["sections"]}
            for one in document["questions"]:
                section = sections.get(one["key"])
                if section and language_of(one["question"]) == language_of(section["text"]):
                    source = Source(
                        key=one["key"], section_id=one["key"], heading=section["heading"], text=section["text"]
                    )
                    yield Asked(question=one["question"], source=source, quotes=tuple(one["quotes"]))


def held(asked: Asked, near: float) -> Quoted:
    """Quotes of the section, and looks for what was asked."""
    said = extract(asked.question, asked.source, near).text
    plain = "".join(said.split())
    return Quoted(
        right=all("".join(quote.split()) in plain for quote in asked.quotes),
        two=sum(part.rstrip("。.") in said for part in sentences(asked.source.text)) > 1,
        length=len(said),
    )


def row(found: Sequence[Asked], near: float) -> list[str]:
    """Returns the shares that are right in each language, where two things are asked and of all, and how long it is."""
    told = [held(asked, near) for asked in found]
    parts = [
        [language_of(asked.question) == "zh" for asked in found],
        [language_of(asked.question) == "en" for asked in found],
        [len(asked.quotes) > 1 for asked in found],
        [True for _ in found],
    ]
    shares = [mean(one.right for one, wanted in zip(told, part, strict=True) if wanted) for part in parts]
    return [
        f"{near:.2f}",
        *(f"{share:.3f}" for share in shares),
        f"{mean(one.two for one in told):.2f}",
        f"{mean(one.length for one in told):.0f}",
    ]


def main() -> None:
    """Prints the table."""
    found = list(questions())
    table = Table(*COLUMNS, box=None)
    for near in THRESHOLDS:
        table.add_row(*row(found, near))
    console = Console()
    console.print(table)
    console.print(f"{len(found)} questions, {sum(len(asked.quotes) > 1 for asked in found)} about two things")


if __name__ == "__main__":
    main()
