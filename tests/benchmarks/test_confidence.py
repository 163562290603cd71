"""What the benchmark says of two ways of writing the same answers."""

from benchmarks.confidence import moved
from pipelines.answering.writers import Written


def _written(*said: tuple[str, float]) -> list[Written]:
    return [Written(text=text, confidence=confidence) for text, confidence in said]


def test_only_answers_with_the_same_text_are_held_against_each_other() -> None:
    here = _written(("a", -0.12345), ("b", -0.5), ("c", -0.1))
    there = _written(("a", -0.12365), ("b", -0.5), ("other", -0.9))
    assert moved(here, there) == (
        "2 of 3 texts the same; moved 1.0e-04 on average, 2.0e-04 at most; "
        "another number at 2 decimals: 0, 3 decimals: 1, 4 decimals: 1"
    )
