"""The card says what was proven, and what became of the questions of sheets."""

from dataclasses import replace

from pipelines.dataset.bound import Bound
from pipelines.dataset.build import build
from pipelines.dataset.card import card
from pipelines.dataset.config import Config, DatasetConfig
from pipelines.records import Section


def test_the_card_names_leaks_pairs_and_retired_questions(company: list[Section]) -> None:
    settings = DatasetConfig(examples=60, validation=4, held_out=8, largest_origin=0.9, near_duplicate=0.99)
    made = build(company, Config(dataset=settings))
    read = len(made.train) + len(made.validation)
    text = card(made, "0")
    assert f"Leaks: 0 of {read} examples, each compared with {len(made.held_out)} held-out questions" in text
    assert f"has {made.checked.nearest:.0%} of all tokens in common with it." in text
    assert "without its source, " in text
    assert "question sheets" not in text
    retired = replace(
        made, bound=Bound(questions=[made.held_out[0]], verified=1, retired={"a.jsonl:2": "A §1 is gone"})
    )
    assert "From question sheets: 1 questions, 1 of them verified against a section that changed; 1 retired." in card(
        retired, "0"
    )
    assert "- a.jsonl:2: A §1 is gone" in card(retired, "0")
