"""Vectors of sections, each embedded once: a refresh costs what changed, and what went leaves nothing behind."""

import hashlib
import sqlite3
from collections.abc import Sequence
from contextlib import closing, nullcontext
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from pipelines.retrieval.embedding import Embedder
from pipelines.runtime.progress import progress_bar

FILE = "vectors.db"
# Texts embedded before what was done is kept: a killed run loses no more than these.
BLOCK = 256
_TABLE = "CREATE TABLE IF NOT EXISTS vectors (embedder TEXT, text TEXT, vector BLOB, PRIMARY KEY (embedder, text))"


def vectors_of(texts: Sequence[str], embedder: Embedder, folder: Path) -> tuple[NDArray[np.float32], int]:
    """Returns the vectors of texts, embedding only those that were not embedded before.

    Args:
        texts: What is embedded: a section's headings and text.
        embedder: What embeds; its hash keeps the vectors of different embedders apart.
        folder: Where vectors are kept.

    Returns:
        One row a text in their order, and how many were embedded now.
    """
    names = [_name(text) for text in texts]
    with closing(_opened(folder)) as kept:
        rows = dict(kept.execute("SELECT text, vector FROM vectors WHERE embedder = ?", (embedder.hash,)))
        wanted = dict(zip(names, texts, strict=True))
        # Texts of one length together, since a batch takes as long as its longest.
        missing = sorted(wanted.keys() - rows.keys(), key=lambda name: (len(wanted[name]), name))
        blocks = [missing[start : start + BLOCK] for start in range(0, len(missing), BLOCK)]
        # Without a section to embed there is no bar.
        with progress_bar("embedding sections", len(missing)) if blocks else nullcontext(lambda _: None) as advance:
            for block in blocks:
                made = embedder.passages([wanted[name] for name in block]).astype(np.float32)
                found = {name: vector.tobytes() for name, vector in zip(block, made, strict=True)}
                with kept:
                    new = [(embedder.hash, name, vector) for name, vector in found.items()]
                    kept.executemany("INSERT OR REPLACE INTO vectors VALUES (?, ?, ?)", new)
                rows |= found
                advance(len(block))
    return np.array([np.frombuffer(rows[name], np.float32) for name in names], np.float32), len(missing)


def forget_others(texts: Sequence[str], folder: Path) -> None:
    """Removes the vectors of every text that is not among these, whichever embedder made them."""
    if not (folder / FILE).exists():
        return
    with closing(_opened(folder)) as kept, kept:
        kept.execute("CREATE TEMP TABLE here (text TEXT PRIMARY KEY)")
        kept.executemany("INSERT OR IGNORE INTO here VALUES (?)", [(_name(text),) for text in texts])
        kept.execute("DELETE FROM vectors WHERE text NOT IN (SELECT text FROM here)")


def _name(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def _opened(folder: Path) -> sqlite3.Connection:
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    try:
        return _connected(folder / FILE)
    except sqlite3.OperationalError:  # another run holds it, or the disk is full
        raise
    except sqlite3.DatabaseError:  # no database any more; what was in it is embedded again
        (folder / FILE).unlink()
        return _connected(folder / FILE)


def _connected(file: Path) -> sqlite3.Connection:
    kept = sqlite3.connect(file, timeout=60)
    # What is deleted is overwritten: a vector tells much of its text.
    kept.execute("PRAGMA secure_delete = ON")
    kept.execute(_TABLE)
    return kept
