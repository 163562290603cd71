"""Processor seconds and memory of a dataset over a corpus, and over copies of it with other rare words.

    python -m benchmarks.dataset.speed data/interim/sections.jsonl --times 1 10

Each size runs in a process of its own. Copies exchange the rarer Han characters and Latin words among themselves, so
that no copy is nearly another one and the patterns of facts stay.
"""

import argparse
import re
import subprocess
import sys
import time
from collections import Counter
from dataclasses import replace
from pathlib import Path

from rich.console import Console

from pipelines.dataset.build import build
from pipelines.dataset.config import Config, DatasetConfig
from pipelines.language.script import HAN
from pipelines.records import Section, read_records
from pipelines.retrieval.index import Index
from pipelines.runtime.stage import peak_memory_mb

_WORD = re.compile(r"[A-Za-z]{5,}")


def copies(sections: list[Section], times: int) -> list[Section]:
    """Returns a corpus and so many less one of its copies, alike on every machine."""
    text = "".join(section.text for section in sections)
    counts = Counter(HAN.findall(text))
    rare = sorted(one for one, count in counts.items() if count <= 40)
    words = sorted(word for word, count in Counter(_WORD.findall(text)).items() if count <= 10)
    made = list(sections)
    for number in range(1, times):
        turned = str.maketrans(
            dict(zip(rare, rare[number * 7 % len(rare) :] + rare[: number * 7 % len(rare)], strict=True))
        )
        shift = number * 7 % len(words)
        named = dict(zip(words, words[shift:] + words[:shift], strict=True))

        def other(old: str, turned: dict[int, str] = turned, named: dict[str, str] = named) -> str:
            return _WORD.sub(lambda match: named.get(match.group(), match.group()), old).translate(turned)

        made += [
            replace(
                one,
                id=f"C{number}-{one.id}",
                document=f"C{number}-{one.document}",
                key=f"C{number}-{one.key}",
                title=other(one.title),
                heading_path=tuple(map(other, one.heading_path)),
                text=other(one.text),
                cells=tuple((name, other(cell)) for name, cell in one.cells),
                content_hash=f"{number}{one.content_hash}",
            )
            for one in sections
        ]
    return made


def main() -> None:
    """Prints a line for each size and number of examples."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("sections", type=Path)
    parser.add_argument("--times", type=int, nargs="+", default=[1, 10])
    parser.add_argument("--examples", type=int, default=480)
    options = parser.parse_args()
    if len(options.times) > 1:
        for times in options.times:
            command = [sys.executable, "-m", "benchmarks.dataset.speed", str(options.sections), "--times", str(times)]
            subprocess.run([*command, "--examples", str(options.examples)], check=True)
        return
    sections = copies(read_records(options.sections, Section), options.times[0])
    began = time.process_time()
    index = Index.build(sections)
    indexed = time.process_time() - began
    made = build(sections, Config(dataset=DatasetConfig(examples=options.examples)), index)
    seconds = time.process_time() - began - indexed
    items = len(made.train) + len(made.validation) + len(made.held_out)
    Console(width=140).print(
        f"{len(sections):,} sections: {items:,} examples and questions in {seconds:.1f} s, "
        f"{items / seconds:,.0f} a second; index {indexed:.1f} s; {peak_memory_mb():,} MB at the peak"
    )


if __name__ == "__main__":
    main()
