"""How sure a model was, out of the logits it chose from."""

import pytest

from pipelines.models.confidence import ROWS, confidence_of, log_probabilities


def test_every_row_has_the_log_probability_of_its_own_token() -> None:
    import torch

    count = 2 * ROWS + 3
    logits = 5 * torch.randn(count, 50, generator=torch.Generator().manual_seed(7))
    tokens = torch.arange(count)
    expected = [float(row.double().log_softmax(0)[place]) for place, row in enumerate(logits)]
    assert log_probabilities(logits, tokens) == pytest.approx(expected, abs=1e-5)


def test_sums_over_a_large_vocabulary_are_those_of_float32_whatever_the_model_computes_in() -> None:
    """In bfloat16 a sum of many small shares stops growing, and the model would seem surer than it is."""
    import torch

    logits = torch.zeros(1, 262_144, dtype=torch.bfloat16)
    (told,) = log_probabilities(logits, torch.tensor([5]))
    assert told == pytest.approx(-12.476649, abs=1e-4)


def test_a_model_that_is_certain_is_told_as_zero_and_never_above() -> None:
    import torch

    logits = torch.full((1, 9), -200.0)
    logits[0, 4] = 200.0
    told = log_probabilities(logits, torch.tensor([4]))
    assert told == [0.0]
    assert str(confidence_of([-1e-9])) == "0.0"


def test_what_other_rows_move_does_not_show() -> None:
    assert confidence_of([-0.1234, -0.5]) == confidence_of([-0.1234 + 1e-5, -0.5 - 1e-6]) == -0.31
