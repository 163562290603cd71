"""Rows that share their sources must teach exactly what separate rows teach."""

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from pipelines.models.base import LoadedModel, load_model
from pipelines.records import Example
from pipelines.train.batch import collator, summed_loss
from pipelines.train.rows import Row, build_rows
from tests.pipelines.models.tiny import WINDOW, examples, tiny_model

TOLERANCE = 1e-4
# PEFT asks a model by a name that the library has since deprecated.
pytestmark = pytest.mark.filterwarnings("ignore:.is_gradient_checkpointing:FutureWarning")


def apart(items: list[Example]) -> list[Example]:
    """Returns the examples with a source set each, so that none shares a row."""
    return [replace(item, source_set=item.id) for item in items]


def with_adapter(folder: Path, kind: str) -> LoadedModel:
    """Loads a tiny model with LoRA layers whose output is not zero."""
    import torch
    from peft import LoraConfig, get_peft_model

    loaded = load_model(tiny_model(folder / kind, kind), folder)
    torch.manual_seed(1)
    lora = LoraConfig(r=4, target_modules="all-linear", init_lora_weights=False)
    return replace(loaded, model=get_peft_model(loaded.model, lora))


def loss_and_gradients(loaded: LoadedModel, rows: list[Row], rows_a_forward: int) -> tuple[Any, Any]:
    """Returns the mean loss over all rows and the adapter's gradients, flat."""
    import torch

    model = loaded.model
    model.zero_grad()
    collate = collator(model.config, model.dtype)
    supervised = sum(row.supervised for row in rows)
    total = 0.0
    for start in range(0, len(rows), rows_a_forward):
        batch = collate([row.columns() for row in rows[start : start + rows_a_forward]])
        loss = summed_loss(model, batch) / supervised
        loss.backward()
        total += loss.item()
    gradients = [weight.grad.flatten() for weight in model.parameters() if weight.grad is not None]
    return total, torch.cat(gradients)


def relative(one: Any, other: Any) -> float:
    """Returns the distance of two gradients over the length of one."""
    return float((one - other).norm() / other.norm())


@pytest.mark.parametrize("kind", ["smollm", "gemma3", "mistral", "phi3"])
@pytest.mark.parametrize("questions", [2, 4])
def test_a_shared_prefix_gives_the_loss_and_gradients_of_separate_rows(
    tmp_path: Path, kind: str, questions: int
) -> None:
    loaded = with_adapter(tmp_path, kind)
    items = examples(2, questions=questions, sentences=3)
    shared, separate = build_rows(items, loaded), build_rows(apart(items), loaded)
    assert len(shared) == 2
    assert len(separate) == 2 * questions
    loss, gradients = loss_and_gradients(loaded, shared, 1)
    expected_loss, expected_gradients = loss_and_gradients(loaded, separate, 1)
    assert loss == pytest.approx(expected_loss, rel=TOLERANCE)
    assert relative(gradients, expected_gradients) < TOLERANCE


@pytest.mark.parametrize("kind", ["smollm", "gemma3"])
def test_padding_rows_to_one_length_changes_nothing(tmp_path: Path, kind: str) -> None:
    loaded = with_adapter(tmp_path, kind)
    rows = build_rows([*examples(1, sentences=2), *examples(4)[4:]], loaded)
    assert len({len(row.tokens) for row in rows}) > 1
    one_by_one = loss_and_gradients(loaded, rows, 1)
    together = loss_and_gradients(loaded, rows, len(rows))
    assert together[0] == pytest.approx(one_by_one[0], rel=TOLERANCE)
    assert relative(together[1], one_by_one[1]) < TOLERANCE


def test_the_sources_reach_beyond_the_sliding_window_of_the_tiny_gemma(tmp_path: Path) -> None:
    loaded = with_adapter(tmp_path, "gemma3")
    row = build_rows(examples(1), loaded)[0]
    assert row.branches.count(0) > 2 * WINDOW


@pytest.mark.parametrize("kind", ["smollm", "gemma3"])
def test_the_loss_is_the_librarys_own_on_a_plain_row(tmp_path: Path, kind: str) -> None:
    """The masks and labels of a row with one question are those a plain causal model makes for itself."""
    import torch

    loaded = with_adapter(tmp_path, kind)
    row = build_rows(examples(1, questions=1), loaded)[0]
    ids = torch.tensor([row.tokens])
    logits = loaded.model(input_ids=ids).logits[0]
    labels = torch.tensor(row.labels)
    expected = torch.nn.functional.cross_entropy(logits, labels, reduction="sum")
    found = summed_loss(loaded.model, collator(loaded.model.config, loaded.model.dtype)([row.columns()]))
    assert found.item() == pytest.approx(expected.item(), rel=TOLERANCE)
