"""An index on disk: arrays without pickle, and a card that says what it is of."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from pipelines.records.files import read_json, write_json
from pipelines.records.section import Section
from pipelines.retrieval.bm25 import Lexical
from pipelines.retrieval.common import LANGUAGES
from pipelines.retrieval.config import RetrievalConfig
from pipelines.retrieval.dense import Dense
from pipelines.retrieval.embedding import Embedder
from pipelines.retrieval.index import Index, hash_of, places_of, row_of, settings_of
from pipelines.retrieval.stores import metadata_of, open_store
from pipelines.runtime.errors import UserError

_CARD, _VOCABULARY = "index.json", "vocabulary.json"
_WEIGHTS = {"data": "f", "indices": "i", "indptr": "i"}
"""Array of the weights → kind of its numbers."""
# Bytes; larger arrays are mapped, so that what no question touches is never read.
_MAPPED = 1 << 24
_HINT = "build it again with `python -m pipelines.index`"


@dataclass(frozen=True, slots=True, kw_only=True)
class IndexCard:
    """What an index was made of."""

    hash: str
    settings: dict[str, str]
    sections: int
    tokens: int
    """Different ones."""
    vectors: int
    """Rows kept here; 0 where sections are found by words alone, or a store holds them."""


def write_index(folder: Path, index: Index) -> None:
    """Writes an index into an empty folder, equal bytes for equal indexes.

    Args:
        folder: The folder.
        index: The index; where its settings name a store, its vectors go there.

    Raises:
        UserError: The store cannot be written.
    """
    vectors = None if index.dense is None else index.dense.vectors
    if index.dense is not None:
        _save(folder, "common", index.dense.common)
    if vectors is not None and index.config.store != "builtin":
        ids, metadata = [one.id for one in index.sections], [*map(metadata_of, index.sections)]
        open_store(index.config, folder).build(ids, vectors, metadata)
        vectors = None
    elif vectors is not None:
        _save(folder, "vectors", vectors)
    for name in _WEIGHTS:
        _save(folder, name, getattr(index.lexical.weights, name))
    _save(folder, "sections", _marks(index.sections))
    text = json.dumps([*index.lexical.vocabulary], ensure_ascii=False, indent=0)
    (folder / _VOCABULARY).write_text(text + "\n", encoding="utf-8", newline="\n")
    card = IndexCard(
        hash=index.hash,
        settings=settings_of(index.config, index.embedder),
        sections=len(index.sections),
        tokens=len(index.lexical.vocabulary),
        vectors=0 if vectors is None else len(vectors),
    )
    write_json(folder / _CARD, card)


def read_index(
    folder: Path, sections: Sequence[Section], config: RetrievalConfig, embedder: Embedder | None = None
) -> Index:
    """Reads an index and checks that it is the one of these sections and settings.

    Args:
        folder: The folder.
        sections: The sections that it has to be of, in any order.
        config: The settings that it has to be of.
        embedder: The embedder that it has to be of; None: words alone.

    Returns:
        The index, which finds what `Index.build` of the same would.

    Raises:
        UserError: It is missing, damaged, or of other sections or settings; says what differs.
    """
    if not (folder / _CARD).is_file():
        raise UserError(f"there is no index in {folder}", hint=_HINT)
    card = read_json(folder / _CARD, IndexCard)
    ordered = tuple(sorted(sections, key=lambda section: section.id))
    try:
        _require_same(folder, card, ordered, settings_of(config, embedder))
        lexical = _lexical(folder, card)
        dense = None if embedder is None else _dense(folder, card, places_of(ordered), config, embedder)
    except (OSError, ValueError, EOFError, TypeError) as error:
        raise UserError(f"the index in {folder} is damaged", details=[_in_words(error)], hint=_HINT) from error
    return Index.of(ordered, lexical, dense, config)


def _lexical(folder: Path, card: IndexCard) -> Lexical:
    from scipy.sparse import csr_array

    words = json.loads((folder / _VOCABULARY).read_text(encoding="utf-8"))
    parts = tuple(_load(folder, name, kind) for name, kind in _WEIGHTS.items())
    weights = csr_array(parts, shape=(card.tokens, card.sections))
    # Without this an altered place would be written to wherever it points.
    weights.check_format(full_check=True)
    vocabulary = {str(word): row for row, word in enumerate(words)}
    if len(vocabulary) != card.tokens:
        raise ValueError(f"{_VOCABULARY} has {len(vocabulary)} tokens, {_CARD} says {card.tokens}")
    return Lexical(vocabulary=vocabulary, weights=weights)


def _dense(
    folder: Path, card: IndexCard, places: Mapping[str, int], config: RetrievalConfig, embedder: Embedder
) -> Dense:
    common = _load(folder, "common", "f")
    vectors = store = None
    if config.store != "builtin":
        store = open_store(config, folder)
    else:
        vectors = _load(folder, "vectors", "f")
        if vectors.ndim != 2 or len(vectors) != card.sections:
            raise ValueError(f"vectors.npy has the shape {vectors.shape}, {_CARD} says {card.sections} rows")
        if common.shape != (len(LANGUAGES), vectors.shape[1]):
            raise ValueError(f"common.npy has the shape {common.shape}, vectors.npy {vectors.shape}")
    share = config.fusion.common
    return Dense(embedder=embedder, vectors=vectors, common=common, share=share, store=store, places=places)


def _require_same(folder: Path, card: IndexCard, sections: Sequence[Section], settings: Mapping[str, str]) -> None:
    if card.hash == hash_of(sections, settings):
        return
    details = [
        f"{name}: {card.settings.get(name, 'none')} there, {settings.get(name, 'none')} here"
        for name in sorted({*card.settings, *settings})
        if card.settings.get(name) != settings.get(name)
    ]
    there = {int(name): int(row) for name, row in _load(folder, "sections", "u")}
    here = {int(name): int(row) for name, row in _marks(sections)}
    if there != here:
        changed = sum(there[name] != here[name] for name in there.keys() & here.keys())
        came, went = len(here.keys() - there.keys()), len(there.keys() - here.keys())
        details.append(f"sections: {came:,} came, {went:,} went, {changed:,} changed")
    raise UserError(f"the index in {folder} is of other sections or settings", details=details, hint=_HINT)


def _marks(sections: Sequence[Section]) -> NDArray[np.uint64]:
    """A row a section: the first bytes of a hash of its id and of a hash of all that decides how it is found."""
    texts = [text for section in sections for text in (section.id, row_of(section))]
    digests = b"".join(hashlib.sha256(text.encode()).digest()[:8] for text in texts)
    return np.frombuffer(digests, "<u8").reshape(-1, 2)


def _save(folder: Path, name: str, array: NDArray[Any]) -> None:
    np.save(folder / f"{name}.npy", array, allow_pickle=False)


def _load(folder: Path, name: str, kind: str) -> NDArray[Any]:
    path = folder / f"{name}.npy"
    array: NDArray[Any]
    # Not `np.load`, which opens archives and pickles as well.
    if path.stat().st_size > _MAPPED:
        array = np.lib.format.open_memmap(path, mode="r")
    else:
        with path.open("rb") as file:
            array = np.lib.format.read_array(file, allow_pickle=False)
    if array.dtype.kind != kind:
        raise ValueError(f"{path.name} holds {array.dtype}")
    return array


def _in_words(error: Exception) -> str:
    return f"{Path(error.filename).name} is missing" if isinstance(error, FileNotFoundError) else str(error)
