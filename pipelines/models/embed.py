"""Questions and sections as vectors, by a model of sentence-transformers on this machine."""

from collections.abc import Sequence
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from pipelines.models.embed_packages import EMBEDDERS, embedder_folder
from pipelines.models.fingerprint import folder_hash
from pipelines.models.quiet import quiet
from pipelines.runtime.errors import UserError, did_you_mean
from pipelines.runtime.offline import silence

PACKAGE = "package:"
# Texts a forward pass; on two cores more are no quicker.
BATCH = 16
# A window's text, tokenized alone, may have a few tokens more than where it was cut out.
SLACK = 8
# All that decides a vector: weights, vocabulary, prefixes, pooling.
DECISIVE = frozenset({".json", ".safetensors", ".txt", ".model"})


class LocalEmbedder:
    """Turns texts into vectors of unit length; its weights are loaded by the first text, on the GPU where there is one.

    Args:
        name: As configured.
        folder: A folder of sentence-transformers.
        models_dir: Where the hash of the folder is remembered.
    """

    def __init__(self, name: str, folder: Path, models_dir: Path) -> None:
        self.name = name
        self.hash = folder_hash(folder, models_dir / f"{folder.name}.hash.json", DECISIVE)
        self._folder = folder

    @cached_property
    def _model(self) -> Any:  # noqa: ANN401
        from sentence_transformers import SentenceTransformer

        with quiet():
            return SentenceTransformer(str(self._folder), local_files_only=True, trust_remote_code=False).eval()

    def queries(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Returns a row a question, float32, of unit length."""
        return self._vectors(texts, "query")

    def passages(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Returns a row a section, float32, of unit length; of a long one the mean of windows that hold all of it."""
        return self._vectors(texts, "document")

    def _vectors(self, texts: Sequence[str], task: str) -> NDArray[np.float32]:
        prefix = self._model.prompts.get(task) or ""
        parts = [self._windows(text, prefix) for text in texts]
        flat = [window for windows in parts for window, _ in windows]
        size = self._model.get_embedding_dimension()
        vectors = np.zeros((len(texts), size), np.float32)
        if not flat:
            return vectors
        made = self._model.encode(
            flat, prompt=prefix, batch_size=BATCH, show_progress_bar=False, normalize_embeddings=False
        )
        owners = np.repeat(np.arange(len(texts)), [len(windows) for windows in parts])
        counts = np.asarray([count for windows in parts for _, count in windows], np.float32)
        np.add.at(vectors, owners, made * counts[:, None])
        unit: NDArray[np.float32] = vectors / np.maximum(np.linalg.norm(vectors, axis=1, keepdims=True), 1e-12)
        return unit

    def _windows(self, text: str, prefix: str) -> list[tuple[str, int]]:
        """Returns a text's windows with their counts of tokens."""
        plain = self._model.tokenizer(text, add_special_tokens=False, return_offsets_mapping=True, verbose=False)
        spans = plain["offset_mapping"]
        room = self._model.max_seq_length - SLACK - len(self._model.tokenizer(prefix)["input_ids"])
        if len(spans) <= room + SLACK:
            return [(text, max(len(spans), 1))]
        cuts = [spans[start : start + room] for start in range(0, len(spans), room)]
        return [(text[cut[0][0] : cut[-1][1]], len(cut)) for cut in cuts]


def load_embedder(name: str, models_dir: Path, *, key: str = "retrieval.embedder") -> LocalEmbedder:
    """Finds an embedder.

    Args:
        name: `package:NAME` for an embedded one, else a folder with a model of sentence-transformers.
        models_dir: Where embedded models are kept once converted.
        key: The key of the configuration that names it, for messages.

    Returns:
        The embedder.

    Raises:
        UserError: There is no such model, its package is missing or altered, or its weights are no safetensors.
    """
    silence()
    return LocalEmbedder(name, _folder(name, models_dir, key), models_dir)


def _folder(name: str, models_dir: Path, key: str) -> Path:
    if name.startswith(PACKAGE):
        known = name.removeprefix(PACKAGE)
        if known in EMBEDDERS:
            return embedder_folder(known, models_dir)
        details = [f"there are: {', '.join(sorted(EMBEDDERS))}"]
        hint = did_you_mean(known, EMBEDDERS)
        raise UserError(f"{key}: no embedded model `{known}`", details=details, hint=hint)
    folder = Path(name).expanduser()
    hint = f"set `{key}=` to the folder of a sentence-transformers model, or to a `package:` name"
    if not (folder / "modules.json").is_file():
        raise UserError(f"{key}: {name} has no modules.json", hint=hint)
    if not list(folder.rglob("*.safetensors")) or list(folder.rglob("*.bin")) or list(folder.rglob("*.pt")):
        problem = f"{key}: the weights in {name} are not safetensors alone"
        raise UserError(problem, details=["other formats can run code when they are loaded"], hint=hint)
    return folder
