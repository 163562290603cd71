"""Measures how many planted identifiers the redactor takes out, and how much else.

    python -m benchmarks.personal_data.measure                        # both parts, 40 rounds
    python -m benchmarks.personal_data.measure --part tuning --show   # what went wrong, to be looked at

Recall: the value can no longer be read, whatever its separators and width. Exact: moreover nothing of it is left and
nothing else was touched. Precision: of all findings of the kind, those a planted value answers for.
"""

import argparse
import unicodedata
from collections import Counter
from collections.abc import Iterator
from itertools import chain

from rich.console import Console
from rich.table import Table

from benchmarks.personal_data.generate import HOTLINES, Part, Plant, Sample, samples
from pipelines.ingest.blocks import Reading
from pipelines.ingest.personal.pseudonyms import PSEUDONYM
from pipelines.ingest.personal.redactor import Redactor

Counts = Counter[tuple[str, str]]


def main() -> None:
    """Prints a table for each part."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--part", choices=("tuning", "heldout"))
    parser.add_argument("--rounds", type=int, default=40)
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--show", action="store_true", help="print each miss and each false finding")
    options = parser.parse_args()
    parts: tuple[Part, ...] = (options.part,) if options.part else ("tuning", "heldout")
    for part in parts:
        made = samples(part, rounds=options.rounds, seed=options.seed)
        Console().print(table(part, measure(made, show=options.show)))


def measure(made: list[Sample], *, show: bool = False) -> Counts:
    """Redacts samples and counts what happened, by kind."""
    redactor = Redactor(b"benchmark", HOTLINES)
    counts: Counts = Counter()
    for sample in made:
        reading, findings = redactor.reading(sample.reading)
        left = words(reading)
        untouched = squeezed(PSEUDONYM.sub("", left)) == squeezed("".join(sample.literals))
        found = Counter(finding.kind for finding in findings)
        expected = Counter(_family(plant.kind) for plant in sample.plants)
        counts.update({(kind, "false"): number for kind, number in (found - expected).items()})
        counts["all", "texts"] += 1
        counts["all", "untouched"] += untouched
        for plant in sample.plants:
            gone = not _readable(plant, left)
            counts[plant.kind, "planted"] += 1
            counts[plant.kind, "gone"] += gone
            counts[plant.kind, "exact"] += untouched
        if show and not untouched:
            print(sample.template, [plant.how for plant in sample.plants])  # noqa: T201
            print("   ", words(sample.reading), "→", left, dict(found - expected))  # noqa: T201
    return counts


def _family(kind: str) -> str:
    return "name" if kind == "surname" else kind


def _readable(plant: Plant, left: str) -> bool:
    # A family name alone is also part of other words: it counts as read where it still stands before its title.
    if plant.kind == "surname":
        return any(plant.raw + title in left for title in ("先生", "小姐", "太太", "經理")) or f" {plant.raw} " in left
    return squeezed(plant.raw) in squeezed(left)


def words(reading: Reading) -> str:
    """Returns all text of a reading."""
    cells = (cell for block in reading.blocks for row in (block.header, *block.rows) for cell in _said(row, block.kind))
    return "\n".join(chain((block.text for block in reading.blocks if block.text), cells))


def _said(row: tuple[str, ...], kind: str) -> Iterator[str]:
    return (cell for place, cell in enumerate(row) if kind != "exchange" or place != 1)


def squeezed(text: str) -> str:
    """Returns a text's letters and digits in one width and case."""
    return "".join(sign for sign in unicodedata.normalize("NFKC", text).casefold() if sign.isalnum())


def table(part: str, counts: Counts) -> Table:
    """Returns recall and precision by kind."""
    result = Table("kind", "planted", "recall", "exact", "false", "precision", title=f"{part} templates")
    for kind in sorted({kind for kind, what in counts if what in ("planted", "false")}):
        planted, gone, false = counts[kind, "planted"], counts[kind, "gone"], counts[kind, "false"]
        shares = [f"{counts[kind, what] / planted:.4f}" if planted else "–" for what in ("gone", "exact")]
        precision = f"{gone / (gone + false):.4f}" if gone + false else "–"
        result.add_row(kind, str(planted), *shares, str(false), precision)
    result.caption = f"{counts['all', 'untouched']} of {counts['all', 'texts']} texts are otherwise unchanged"
    return result


if __name__ == "__main__":
    main()
