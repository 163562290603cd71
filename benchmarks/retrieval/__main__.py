"""Prints how well and how fast sections are found, beside LangChain with Chroma, as tables of Markdown.

python -m benchmarks.retrieval --corpora PATH                       # all of it, some fifteen minutes on two cores
python -m benchmarks.retrieval --corpora PATH --sizes --twenty-misses   # quality alone
"""

import argparse
import sys
import time
from collections.abc import Mapping, Sequence
from pathlib import Path

from benchmarks.retrieval import others, quality
from benchmarks.retrieval.corpora import Task, sentences, tasks
from benchmarks.retrieval.speed import ENGINES, in_processes
from pipelines.models.embed import load_embedder
from pipelines.retrieval.embedding import Embedder, passage
from pipelines.runtime.offline import silence

EMBEDDERS = {"all-MiniLM": "package:all_minilm_l6_v2", "multilingual": "package:multilingual_e5_small"}
QUESTIONS = 1000
EMBEDDED = 64
"""Sections and questions by which the speed of embedding is measured."""


def row(*cells: object) -> None:
    """Writes a row of a Markdown table."""
    sys.stdout.write(f"| {' | '.join(map(str, cells))} |\n")
    sys.stdout.flush()


def header(title: str, *cells: str) -> None:
    """Writes a title and the head of a Markdown table."""
    sys.stdout.write(f"\n{title}\n\n")
    row(*cells)
    row(*("---" for _ in cells))


def print_quality(found: Sequence[tuple[Task, quality.Rankings]]) -> None:
    """Prints R@1 / R@5 / nDCG@10 of each way of ranking."""
    for task, ranked in found:
        kinds = quality.by_kind(task, ranked)
        header(f"{task.name}: {len(task.sections):,} sections, R@1 / R@5 / nDCG@10", "questions", "n", *ranked)
        for kind, places in kinds.items():
            cells = [" / ".join(f"{value:.3f}" for value in quality.measures(column)) for column in places.values()]
            row(kind, len(next(iter(places.values()))), *cells)


def rank_all(found: Sequence[Task], embedders: Mapping[str, Embedder]) -> list[tuple[Task, quality.Rankings]]:
    """Ranks every task in every way."""
    split = others.splitter()
    result = []
    for task in found:
        ranked = quality.rankings(task, embedders["multilingual"]) | others.rankings(task, embedders)
        if split and task.name != "drcd":
            ranked |= others.chunked(task, embedders["all-MiniLM"], split)
        result.append((task, ranked))
    return result


def print_embedding(found: Sequence[Task], embedders: Mapping[str, Embedder]) -> None:
    """Prints how fast texts become vectors."""
    header("embedding", "model", "sections/s", "questions/s")
    sections = [section for task in found[1:3] for section in task.sections[: EMBEDDED // 2]]
    questions = [asked.question for task in found[1:3] for asked in task.asked[: EMBEDDED // 2]]
    for name, embedder in embedders.items():
        embedder.queries(questions[:2])
        start = time.perf_counter()
        embedder.passages([passage(section) for section in sections])
        middle = time.perf_counter()
        embedder.queries(questions)
        row(
            name,
            *(
                f"{rate:.1f}"
                for rate in (len(sections) / (middle - start), len(questions) / (time.perf_counter() - middle))
            ),
        )


def print_speed(found: Sequence[Task], sizes: Sequence[int]) -> None:
    """Prints speed and memory, and how many times Chroma's speed ours is."""
    lines = sentences([section for task in found[:3] for section in task.sections])
    questions = [asked.question for task in found[:3] for asked in task.asked]
    step = max(1, len(questions) // QUESTIONS)
    measured = in_processes(lines, questions[::step][:QUESTIONS], sizes)
    names = list(next(iter(measured.values()), {}))
    header("speed; in brackets: times Chroma's", "sections", "engine", *names)
    for (size, engine), values in measured.items():
        base = measured.get((size, ENGINES[-1]), {})
        times = {name: f" ({value / base[name]:.2f})" if base else "" for name, value in values.items()}
        row(f"{size:,}", engine, *(f"{value:,.0f}{times[name]}" for name, value in values.items()))


def main() -> None:
    """Prints all tables."""
    parser = argparse.ArgumentParser(
        description="how well and how fast sections are found, beside LangChain and Chroma"
    )
    parser.add_argument("--corpora", type=Path, required=True, help="folder with drcd, handbook_18f and tw_law")
    parser.add_argument("--models", type=Path, default=Path("data/models"), help="where converted models are kept")
    parser.add_argument("--vectors", type=Path, help="a folder that keeps vectors for the next run")
    parser.add_argument("--sizes", type=int, nargs="*", default=[1_000, 10_000, 100_000])
    parser.add_argument(
        "--twenty-misses", action="store_true", help="print the twenty worst misses of the fused ranking"
    )
    arguments = parser.parse_args()
    silence()
    found = tasks(arguments.corpora)
    loaded: Mapping[str, Embedder] = {
        name: load_embedder(package, arguments.models) for name, package in EMBEDDERS.items()
    }
    print_embedding(found, loaded)
    kept = arguments.vectors
    remembered = {name: quality.Remembered(one, kept and kept / f"{name}.npz") for name, one in loaded.items()}
    ranked = rank_all(found, remembered)
    print_quality(ranked)
    if arguments.twenty_misses:
        worst = [miss for task, rankings in ranked[1:3] for miss in quality.misses(task, rankings["fused"], 20)]
        sys.stdout.write("\n".join(["", "worst misses", "", *worst, ""]))
    if arguments.sizes:
        print_speed(found, arguments.sizes)


if __name__ == "__main__":
    main()
