"""How far an answer's confidence depends on the batch it is written in, and what telling it costs.

    python -m benchmarks.confidence arm=candidate --sizes 128,16,1 --questions 40

Takes the keys of `python -m pipelines.answer`. The first size is what the others are held against. Nothing is written.
"""

import argparse
import time
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from statistics import mean
from typing import Any
from unittest.mock import patch

from rich.console import Console

from pipelines.answer.config import Config
from pipelines.answering.arms import arm_named
from pipelines.answering.engine import writer_for
from pipelines.answering.inputs import current_library, read_questions
from pipelines.answering.shown import ask_all
from pipelines.answering.writers import Written
from pipelines.models import generate
from pipelines.runtime.config import compose
from pipelines.runtime.folders import Folders

console = Console(width=120, highlight=False)


class Cost:
    """Counts the processor time that log-probabilities take."""

    def __init__(self) -> None:
        self.seconds = 0.0
        self._told = generate.log_probabilities

    def __call__(self, logits: Any, tokens: Any) -> list[float]:  # noqa: ANN401
        """Tells them as `generate` does."""
        began = time.process_time()
        told = self._told(logits, tokens)
        self.seconds += time.process_time() - began
        return told


def moved(here: Sequence[Written], there: Sequence[Written]) -> str:
    """Says how far the confidences of the same answers are apart, and how many would be rounded apart."""
    pairs = [(a.confidence or 0.0, b.confidence or 0.0) for a, b in zip(here, there, strict=True) if a.text == b.text]
    apart = [abs(a - b) for a, b in pairs]
    rounded = {digits: sum(round(a, digits) != round(b, digits) for a, b in pairs) for digits in (2, 3, 4)}
    return (
        f"{len(pairs)} of {len(here)} texts the same; moved {mean(apart):.1e} on average, {max(apart):.1e} at most; "
        f"another number at {', '.join(f'{digits} decimals: {count}' for digits, count in rounded.items())}"
    )


def main(config: Config, sizes: Sequence[int], count: int) -> None:
    """Writes the answers once in batches of each size and prints what differs."""
    folders = Folders(Path(config.data_dir))
    arm = arm_named(config.arm)
    library = current_library(folders, config.retrieval)
    asked = ask_all(read_questions(folders)[: count or None], arm.sources, library)
    cost = Cost()
    # Measured is what rounding hides.
    with patch.object(generate, "log_probabilities", cost), patch.object(generate, "confidence_of", mean):
        first: list[Written] = []
        for size in sizes:
            answer = replace(config.answer, batch_size=size)
            writer = writer_for(arm, library, folders, model=config.model, answer=answer)
            cost.seconds, began = 0.0, time.process_time()
            written = writer.write(asked, lambda *_: None)
            spent = time.process_time() - began
            first = first or written
            console.print(f"batches of {size}: {cost.seconds / spent:.2%} of {spent:.0f} s; {moved(first, written)}")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("keys", nargs="*", help="keys of `python -m pipelines.answer`, such as arm=candidate")
    parser.add_argument("--sizes", default="128,16,1", help="answers in a batch")
    parser.add_argument("--questions", type=int, default=0, help="of the first so many; 0: all")
    given = parser.parse_args()
    main(compose(Config, given.keys), [int(size) for size in given.sizes.split(",")], given.questions)
