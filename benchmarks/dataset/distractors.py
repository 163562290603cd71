"""How many distractors hold the answer, told by plain text alone and not by the code that chose them.

    python -m benchmarks.dataset.distractors data/interim/sections.jsonl

A source holds the answer here if the supporting quote stands in it, or every number with its unit that the answer has
and the question has not. The same is counted for sections drawn at random and for the best of plain BM25. A refused
question is looked at where another example answers it.
"""

import argparse
import random
import re
import unicodedata
from collections import Counter
from collections.abc import Iterable
from pathlib import Path

from rich.console import Console

from pipelines.dataset.build import build
from pipelines.dataset.config import Config, DatasetConfig
from pipelines.dataset.pairs import CHANGED
from pipelines.records import Example, Section, read_records
from pipelines.retrieval.index import Index

_AMOUNT = re.compile(r"(?:nt\$)?\d[\d,.]*(?:%|°c|[a-z]+|[\u4e00-\u9fff])?")


def plain(text: str) -> str:
    """Returns a text without white space, width and case."""
    return "".join(unicodedata.normalize("NFKC", text).casefold().split())


def amounts(text: str) -> set[str]:
    """Returns the numbers of a text with the character or word behind them."""
    return set(_AMOUNT.findall(plain(text)))


def holds(text: str, example: Example) -> bool:
    """Says whether a text holds the answer of an example."""
    asked = amounts(re.sub(r"\[[^\]]*\]", "", example.answer)) - amounts(example.question)
    return plain(example.quotes[0]) in plain(text) or (bool(asked) and asked <= amounts(text))


def main() -> None:
    """Prints how many distractors and refused source sets hold the answer."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("sections", type=Path)
    parser.add_argument("--show", type=int, default=0, help="print so many examples with their distractors, to be read")
    options = parser.parse_args()
    sections = read_records(options.sections, Section)
    dataset = build(sections, Config(dataset=DatasetConfig()))
    console = Console(width=160)
    answered = [one for one in dataset.train if one.answerable]
    shown = {one.id: [source.text for source in one.sources if not source.golden] for one in answered}
    for name, texts in (("ours", shown), *others(sections, answered)):
        console.print(f"{name}: {counted((holds(text, one) for text in texts[one.id]) for one in answered)}")
    twins = {one.question: one for one in answered if not one.source_set.endswith(CHANGED)}
    refused = [(one, twins[one.question]) for one in dataset.train if not one.answerable and one.question in twins]
    flags = ((holds(source.text, twin) for source in one.sources) for one, twin in refused)
    console.print(f"refused where another example answers: {counted(flags)}")
    for one in answered:
        if any(holds(text, one) for text in shown[one.id]):
            console.print("to be read:", one.question, one.answer, shown[one.id], markup=False)
    for one in answered[:: max(1, len(answered) // max(options.show, 1))][: options.show]:
        console.print(one.question, "→", one.answer, *shown[one.id], sep="\n  ", markup=False)


def counted(examples: Iterable[Iterable[bool]]) -> str:
    """Says how many sources hold the answer, and in how many examples."""
    counts: Counter[str] = Counter()
    for flags in examples:
        found = list(flags)
        counts.update(sources=len(found), hold=sum(found), examples=1, touched=any(found))
    return f"{counts['hold']} of {counts['sources']} sources hold it, in {counts['touched']} of {counts['examples']}"


def others(sections: list[Section], answered: list[Example]) -> list[tuple[str, dict[str, list[str]]]]:
    """Returns distractors drawn at random and those of plain BM25, two for each example."""
    usable = [one for one in sections if one.citable and one.audience == "all" and one.effective_until is None]
    draw, index = random.Random(7), Index.build(sections)
    drawn, best = {}, {}
    for one in answered:
        drawn[one.id] = [section.text for section in draw.sample(usable, 3) if section.key not in one.citations][:2]
        hits = (hit.section for hit in index.search(one.question, 4))
        best[one.id] = [section.text for section in hits if section.key not in one.citations][:2]
    return [("random", drawn), ("plain BM25", best)]


if __name__ == "__main__":
    main()
