"""Seconds and memory of a dataset over a corpus, and over copies of it with other rare words, part by part.

    python -m benchmarks.dataset.speed data/interim/sections.jsonl --times 1 10 100 --examples 480 20000 --workers 1 0

Each line is a process of its own. Copies exchange the rarer Han characters and Latin words among themselves, so that
no copy is nearly another one and the patterns of facts stay. On a busy machine CPU seconds say more than the clock.
"""

import argparse
import os
import re
import resource
import subprocess
import sys
import time
from collections import Counter, defaultdict
from collections.abc import Callable
from dataclasses import replace
from hashlib import sha256
from itertools import product
from pathlib import Path
from typing import Any

from joblib.externals.loky import get_reusable_executor
from rich.console import Console

from pipelines.dataset import build as stage
from pipelines.dataset.config import Config, DatasetConfig
from pipelines.language.script import HAN
from pipelines.records import Section, read_records
from pipelines.retrieval.index import Index
from pipelines.runtime.stage import peak_memory_mb

_WORD = re.compile(r"[A-Za-z]{5,}")
# What `build` calls, by what the line calls it.
_PARTS = {"proven": "facts", "group": "groups", "_sides": "questions", "require_no_leaks": "leaks"}


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


def timed(seconds: dict[str, float], name: str, function: Callable[..., Any]) -> Callable[..., Any]:
    """Returns a function that adds what it takes to the seconds under a name."""

    def run(*args: Any, **kwargs: Any) -> Any:  # noqa: ANN401  # whatever the function takes and returns
        began = time.perf_counter()
        try:
            return function(*args, **kwargs)
        finally:
            seconds[name] += time.perf_counter() - began

    return run


def cpu_seconds() -> float:
    """Returns the processor seconds of this process and of those that it started and that have ended."""
    return sum(sum(resource.getrusage(who)[:2]) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))


def measure(path: Path, times: int, examples: int, workers: int) -> str:
    """Makes one dataset and returns its line."""
    sections = copies(read_records(path, Section), times)
    index = Index.build(sections)
    seconds: dict[str, float] = defaultdict(float)
    found: list[int] = []
    parts = {name: getattr(stage, name) for name in _PARTS}

    def counted(*args: Any, **kwargs: Any) -> Any:  # noqa: ANN401
        facts, rejected = parts["proven"](*args, **kwargs)
        found.append(len(facts))
        return facts, rejected

    for name, function in (parts | {"proven": counted}).items():
        setattr(stage, name, timed(seconds, _PARTS[name], function))
    config = Config(dataset=DatasetConfig(examples=examples), workers=workers)
    began, before = time.perf_counter(), cpu_seconds()
    made = stage.build(sections, config, index)
    whole = time.perf_counter() - began
    # Only a process that has ended is counted.
    get_reusable_executor().shutdown(wait=True)
    cpu = cpu_seconds() - before
    items = [*made.train, *made.validation, *made.held_out]
    read = len(made.train) + len(made.validation)
    seconds["other"] = whole - sum(seconds.values())
    children = round(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1e3)
    spent = ", ".join(f"{part} {taken:.1f}" for part, taken in seconds.items())
    return (
        f"x{times} {len(sections):,} sections, {workers or os.cpu_count()} workers: "
        f"{found[0]:,} facts verified, {found[0] / seconds['facts']:,.0f} a second; "
        f"{len(items):,} examples and questions, {len(items) / whole:,.0f} a second, "
        f"{len(items) / cpu:,.0f} a CPU second; "
        f"leak check {read / seconds['leaks']:,.0f} examples a second; {whole:.1f} s ({spent}), {cpu:.1f} CPU s; "
        f"{peak_memory_mb():,} MB, a worker {children:,} MB; "
        f"sha256 {sha256(repr(items).encode()).hexdigest()[:8]}"
    )


def main() -> None:
    """Prints a line for each size, number of examples and number of workers."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("sections", type=Path)
    parser.add_argument("--times", type=int, nargs="+", default=[1, 10])
    parser.add_argument("--examples", type=int, nargs="+", default=[480])
    parser.add_argument("--workers", type=int, nargs="+", default=[0])
    options = parser.parse_args()
    runs = [*product(options.times, options.examples, options.workers)]
    if len(runs) == 1:
        Console(width=400).print(measure(options.sections, *runs[0]))
        return
    for run in runs:
        named = zip(("--times", "--examples", "--workers"), map(str, run), strict=True)
        command = [sys.executable, "-m", "benchmarks.dataset.speed", str(options.sections)]
        subprocess.run([*command, *(word for pair in named for word in pair)], check=True)


if __name__ == "__main__":
    main()
