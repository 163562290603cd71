"""A GGUF file is parsed once, and says the same as through the library's own reader."""

from pathlib import Path

import gguf
import numpy as np
import pytest

from pipelines.models.gguf_once import reading_once


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "small.gguf"
    writer = gguf.GGUFWriter(path, "llama")
    writer.add_uint32("llama.block_count", 3)
    writer.add_array("tokenizer.ggml.tokens", ["倉", "儲", "a"])
    writer.add_tensor("weight", np.arange(6, dtype=np.float32).reshape(2, 3))
    writer.write_header_to_file()
    writer.write_kv_data_to_file()
    writer.write_tensors_to_file()
    writer.close()
    return path


def test_a_file_reads_as_through_the_librarys_own_reader(file: Path) -> None:
    expected = gguf.GGUFReader(file)
    with reading_once():
        found = gguf.GGUFReader(file)
    assert list(found.fields) == list(expected.fields)
    for name, field in expected.fields.items():
        assert found.fields[name].contents() == field.contents()
    assert np.array_equal(found.tensors[0].data, expected.tensors[0].data)


def test_a_file_is_parsed_once_inside_the_block(file: Path) -> None:
    with reading_once():
        assert gguf.GGUFReader(file) is gguf.GGUFReader(file)


def test_the_librarys_own_reader_is_back_afterwards(file: Path) -> None:
    original = gguf.GGUFReader
    with pytest.raises(RuntimeError), reading_once():
        raise RuntimeError
    assert gguf.GGUFReader is original
