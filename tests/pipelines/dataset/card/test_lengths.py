"""The card counts in the model's tokens, says what training will refuse, and goes on without a model."""

from dataclasses import replace
from pathlib import Path

from pipelines.dataset.card.lengths import Lengths, lengths, lengths_part
from pipelines.dataset.config import NO_MODEL
from pipelines.models.lengths import SetLength
from tests.pipelines.models.tiny import examples, tokenizer_alone


def measured(*rows: int, limit: int = 1000) -> Lengths:
    sets = tuple(SetLength(name=f"s{place}", shared=row - 30, asked=(10, 20)) for place, row in enumerate(rows))
    return Lengths(model="tiny", limit=limit, sets=sets)


def test_lengths_are_counted_with_the_models_tokenizer(tmp_path: Path) -> None:
    found = lengths(examples(2), tokenizer_alone(tmp_path / "tiny", max_length=700), tmp_path)
    assert (found.model, found.limit, len(found.sets), found.missing) == ("tiny", 700, 2, "")
    assert "over the prompt as it is rendered" in lengths_part(found, examples(2))


def test_a_model_that_is_not_there_leaves_the_reason_and_the_characters(tmp_path: Path) -> None:
    found = lengths(examples(1), replace(tokenizer_alone(tmp_path / "tiny"), source="a/b"), tmp_path)
    text = lengths_part(found, examples(1))
    assert text.startswith("Tokens are not counted, since the tokenizer could not be had: the model tiny cannot be ")
    assert "sources shown, in characters" in text
    assert lengths(examples(1), NO_MODEL, tmp_path).missing == "no model is configured"


def test_sets_that_training_refuses_are_named_with_what_helps() -> None:
    text = lengths_part(measured(200, 850, 1001), examples(1))
    assert "The longest row has 1,001 tokens, 100% of the limit; 1 of 3 are within a fifth of it, and 1 above" in text
    assert "**Training will refuse these**: `s2` (1,001)." in text
    assert "refuse these" not in lengths_part(measured(200, 850, 1000), examples(1))


def test_what_sharing_saves_is_stated_both_ways() -> None:
    text = lengths_part(measured(130), examples(1))
    assert "An epoch computes 130 tokens, 100 of them rules and sources" in text
    assert "would take 230 (1.8 times as many)" in text
