"""How often what is quoted of the right section holds what was asked, over the starter's practice documents.

  python -m benchmarks.quoting
  python -m benchmarks.quoting --embedder package:multilingual_e5_small --every 8

Each question is asked of its own section. A row a threshold: how far behind the best sentence the next one may be to
stand beside it. Without an embedder words alone are compared, and only questions in their section's language are asked.
"""

import argparse
import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from statistics import mean

from rich.console import Console
from rich.table import Table

from pipelines.answering.nearest import NEAR, NEAR_BY_WORDS, Likeness, extract
from pipelines.language.script import language_of
from pipelines.language.sentences import sentences
from pipelines.models.embed import load_embedder
from pipelines.records.source import Source
from pipelines.retrieval.index import Index
from pipelines.runtime.progress import progress_bar

DOCUMENTS = Path(__file__).parents[1] / "data/starter_sources/passages"
NONE, ALWAYS = -1.0, 10.0
THRESHOLDS = (NONE, NEAR_BY_WORDS, 0.15, NEAR, 0.3, ALWAYS)
COLUMNS: dict[str, Callable[["Asked"], bool]] = {
    "zh": lambda one: not one.crosses and language_of(one.question) == "zh",
    "en": lambda one: not one.crosses and language_of(one.question) == "en",
    "other language": lambda one: one.crosses,
    "of two things": lambda one: len(one.quotes) > 1,
    "all": lambda _: True,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """A question with the section that answers it and what of it the answer is."""

    question: str
    source: Source
    quotes: tuple[str, ...]

    @property
    def crosses(self) -> bool:
        """The section is in another language."""
        return language_of(self.question) != language_of(self.source.text)


@dataclass(frozen=True, slots=True, kw_only=True)
class Quoted:
    """What is quoted for a question."""

    right: bool
    """All that was asked stands in it."""
    two: bool
    """It is two sentences or more."""
    length: int
    """Characters."""


def questions() -> Iterator[Asked]:
    """Yields every question that has an answer."""
    for path in sorted(DOCUMENTS.glob("*.jsonl")):
        for line in path.read_text(encoding="utf-8").splitlines():
            document = json.loads(line)
            sections = {one["key"]: one for one in document["sections"]}
            for one in document["questions"]:
                if section := sections.get(one["key"]):
                    source = Source(
                        key=one["key"], section_id=one["key"], heading=section["heading"], text=section["text"]
                    )
                    yield Asked(question=one["question"], source=source, quotes=tuple(one["quotes"]))


def held(asked: Asked, near: float, likeness: Likeness | None = None) -> Quoted:
    """Quotes of the section, and looks for what was asked."""
    said = extract(asked.question, asked.source, likeness, near=near)
    plain = "".join(said.split())
    return Quoted(
        right=all("".join(quote.split()) in plain for quote in asked.quotes),
        two=sum(part.rstrip("。.") in said for part in sentences(asked.source.text)) > 1,
        length=len(said),
    )


def row(found: Sequence[Asked], near: float, likeness: Likeness | None = None) -> list[str]:
    """Returns the share that is right in each column, and of all how many are two sentences, and their length."""
    told = [held(asked, near, likeness) for asked in found]
    parts = [[one.right for asked, one in zip(found, told, strict=True) if of(asked)] for of in COLUMNS.values()]
    return [
        {NONE: "none", ALWAYS: "any"}.get(near, f"{near:.2f}"),
        *(f"{mean(part):.3f}" if part else "–" for part in parts),
        f"{mean(one.two for one in told):.2f}",
        f"{mean(one.length for one in told):.0f}",
    ]


def compared(embedder: str, models: Path) -> Likeness:
    """Returns what compares meanings as an index does; each question with its sentences once."""
    index = Index.build([], embedder=load_embedder(embedder, models))
    once = cache(index.likeness)
    return lambda question, texts: once(question, tuple(texts))


def main(embedder: str, models: Path, every: int) -> None:
    """Prints the table."""
    found = [one for one in questions() if embedder or not one.crosses][::every]
    likeness = compared(embedder, models) if embedder else None
    table = Table("the next within", *COLUMNS, "two quoted", "characters", box=None)
    with progress_bar("thresholds", len(THRESHOLDS)) as advance:
        for near in THRESHOLDS:
            table.add_row(*row(found, near, likeness))
            advance(1)
    console = Console()
    console.print(table)
    counts = ", ".join(f"{name} {sum(of(one) for one in found)}" for name, of in COLUMNS.items())
    console.print(f"questions: {counts}")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--embedder", default="", help="as `retrieval.embedder`; none by default")
    parser.add_argument("--models", type=Path, default=Path("data/models"), help="where it is kept once converted")
    parser.add_argument("--every", type=int, default=1, help="asks one question in so many")
    given = parser.parse_args()
    main(given.embedder, given.models, given.every)
