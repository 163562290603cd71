"""A batch keeps branches apart and its labels where they belong."""

from typing import Any

from pipelines.train.batch import collator, on_device
from pipelines.train.rows import NO_LABEL


class Settings:
    """A model's configuration as far as masks ask for it."""

    sliding_window = 3
    layer_types = ("full_attention", "sliding_attention")


ROW = {
    "tokens": [5, 6, 7, 8, 9, 10],
    "branches": [0, 0, 1, 1, 2, 2],
    "positions": [0, 1, 2, 3, 2, 3],
    "labels": [NO_LABEL, NO_LABEL, 8, 3, 10, 3],
}
SHORT = {"tokens": [5], "branches": [0], "positions": [0], "labels": [NO_LABEL]}


def seen(mask: Any, row: int) -> list[list[int]]:
    """Returns the keys each query of a row sees."""
    return [[place for place, value in enumerate(line) if value == 0] for line in mask[row, 0].tolist()]


def collated(*rows: dict[str, list[int]]) -> dict[str, Any]:
    """Returns a batch of rows."""
    import torch

    return collator(Settings(), torch.float32)(rows)


def test_a_branch_sees_the_shared_part_and_itself_alone() -> None:
    full = collated(ROW)["attention_mask"]["full_attention"]
    assert seen(full, 0) == [[0], [0, 1], [0, 1, 2], [0, 1, 2, 3], [0, 1, 4], [0, 1, 4, 5]]


def test_a_sliding_window_counts_restarted_positions() -> None:
    sliding = collated(ROW)["attention_mask"]["sliding_attention"]
    assert seen(sliding, 0) == [[0], [0, 1], [0, 1, 2], [1, 2, 3], [0, 1, 4], [1, 4, 5]]


def test_padding_has_no_label_and_no_token_sees_it() -> None:
    batch = collated(ROW, SHORT)
    assert batch["labels"].tolist()[1] == [NO_LABEL] * 6
    assert seen(batch["attention_mask"]["full_attention"], 1)[0] == [0]


def test_every_tensor_moves_masks_by_layer_type_included() -> None:
    moved = on_device(collated(ROW), "meta")
    assert moved["input_ids"].device.type == "meta"
    assert moved["attention_mask"]["full_attention"].device.type == "meta"
