"""How often the class of a question is the one its author meant, over two public corpora.

  python -m benchmarks.query_classes CORPORA

CORPORA is the folder with `handbook_18f` and `tw_law`.
"""

import sys
from collections import Counter
from pathlib import Path

from rich.console import Console

from benchmarks.retrieval.corpora import CORPORA, ingested, read_sheet
from pipelines.language.query import asked
from pipelines.language.query_class import CLASSES, query_class
from pipelines.language.tokens import tokens
from pipelines.records import Section

THRESHOLDS = (0.5, 0.55, 0.6, 0.65, 0.7, 0.75, 0.8)


def shared(question: str, golden: list[Section]) -> float:
    """Share of what a question asks for that stands in one of the sections."""
    wanted = set(asked(question))
    texts = (f"{section.key}\n{section.heading}\n{section.text}" for section in golden)
    return max(len(wanted.intersection(tokens(text))) for text in texts) / len(wanted)


def main() -> None:
    """Prints the classes found beside those meant, and how well each threshold tells words from other words."""
    console = Console()
    for name in CORPORA:
        sections = ingested(Path(sys.argv[1]), name)
        found: Counter[tuple[str, str]] = Counter()
        shares: list[tuple[float, bool]] = []
        for row in read_sheet(name):
            if golden := [section for section in sections if section.key in row.keys]:
                found[row.kind, query_class(row.question, golden)] += 1
                if row.kind in ("same_words", "paraphrase"):
                    shares.append((shared(row.question, golden), row.kind == "same_words"))
        console.print(f"{name}: {sum(found.values())} questions; meant → found {', '.join(CLASSES)}")
        for meant in CLASSES:
            console.print(f"  {meant:<15}", *(f"{found[meant, one]:>4}" for one in CLASSES))
        for threshold in THRESHOLDS:
            right = sum((share >= threshold) == same for share, same in shares)
            console.print(f"  same_words from {threshold:.2f}: {right} of {len(shares)} as meant")


if __name__ == "__main__":
    main()
