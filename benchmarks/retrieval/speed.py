"""Seconds and memory over sections recombined from real sentences, each size and engine in a process of its own.

python -m benchmarks.retrieval.speed SENTENCES.json 10000 fused     # prints one line of JSON
"""

import json
import random
import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from benchmarks.retrieval.corpora import plain
from benchmarks.retrieval.others import store_of
from pipelines.records.section import Section
from pipelines.retrieval.config import RetrievalConfig
from pipelines.retrieval.embedding import passage
from pipelines.retrieval.index import Index

ENGINES = ("words", "fused", "chroma")
LARGEST = {"chroma": 10_000}
"""Sections above which an engine is left out: Chroma would take most of the run to index 100,000."""
SIZE, SEED = 384, 7
"""Numbers a vector: as many as both embedded embedders make."""
SINGLY = 50
"""Questions that are asked one by one."""


class Drawn:
    """Random unit vectors in place of an embedder, since search takes as long with any."""

    name = hash = "drawn"

    def queries(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Returns a row a question."""
        rows = np.random.default_rng([SEED, len(texts)]).standard_normal((len(texts), SIZE), dtype=np.float32)
        unit: NDArray[np.float32] = rows / np.linalg.norm(rows, axis=1, keepdims=True)
        return unit

    passages = queries


def recombined(lines: Sequence[str], count: int) -> list[Section]:
    """Returns sections of four sentences each, the same ones in every run."""
    drawn = random.Random(SEED)
    return [plain(f"S {place:06}", "\n".join(drawn.sample(lines, 4))) for place in range(count)]


def measure(sections: Sequence[Section], questions: Sequence[str], engine: str) -> dict[str, float]:
    """Returns sections a second, questions a second in one call and one by one, and the process's peak memory in MB."""
    many, one, seconds = (_chroma if engine == "chroma" else _ours)(sections, engine)
    together = _timed(lambda: many(questions))
    singly = _timed(lambda: [one(question) for question in questions[:SINGLY]])
    return {
        "sections/s": len(sections) / seconds,
        "questions/s": len(questions) / together,
        "one by one/s": SINGLY / singly,
        "MB": _peak(),
    }


def _peak() -> float:
    # Not `ru_maxrss`, which a process takes over from the one that started it.
    found = re.search(r"VmHWM:\s*(\d+)", Path("/proc/self/status").read_text(encoding="utf-8"))
    return int(found[1]) / 1024 if found else float("nan")


Engine = tuple[Callable[[Sequence[str]], Any], Callable[[str], Any], float]


def _ours(sections: Sequence[Section], engine: str) -> Engine:
    fused = engine == "fused"
    vectors = Drawn().passages([section.id for section in sections]) if fused else None
    config = RetrievalConfig(embedder="drawn" if fused else "")
    start = time.perf_counter()
    index = Index.build(sections, config=config, embedder=Drawn() if fused else None, vectors=vectors)
    seconds = time.perf_counter() - start
    index.search("warm 暖", 3)
    return lambda asked: index.search_many(asked, 3), lambda question: index.search(question, 3), seconds


def _chroma(sections: Sequence[Section], _: str) -> Engine:
    store = store_of(Drawn())
    start = time.perf_counter()
    for first in range(0, len(sections), 5000):
        store.add_texts([passage(section) for section in sections[first : first + 5000]])
    seconds = time.perf_counter() - start
    store.similarity_search("warm", k=3)

    def one(question: str) -> object:
        return store.similarity_search(question, k=3)

    return lambda asked: [one(question) for question in asked], one, seconds


def _timed(work: Callable[[], object]) -> float:
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def in_processes(
    lines: Sequence[str], questions: Sequence[str], sizes: Sequence[int]
) -> dict[tuple[int, str], dict[str, float]]:
    """Measures each size and engine in a process of its own, one after another."""
    with tempfile.NamedTemporaryFile("w", suffix=".json", encoding="utf-8") as file:
        json.dump([list(lines), list(questions)], file)
        file.flush()
        command = [sys.executable, "-m", "benchmarks.retrieval.speed", file.name]
        return {
            (size, engine): json.loads(
                subprocess.run([*command, str(size), engine], check=True, capture_output=True, text=True).stdout
            )
            for size in sizes
            for engine in ENGINES
            if size <= LARGEST.get(engine, size)
        }


def main() -> None:
    """Measures one size and engine."""
    path, size, engine = sys.argv[1:]
    lines, questions = json.loads(Path(path).read_text(encoding="utf-8"))
    sys.stdout.write(json.dumps(measure(recombined(lines, int(size)), questions, engine)))


if __name__ == "__main__":
    main()
