"""Writes a dataset with its card, all of it or nothing."""

import hashlib
from collections.abc import Mapping, Sequence
from pathlib import Path

from pipelines.dataset.build import Dataset
from pipelines.dataset.card.lengths import lengths
from pipelines.dataset.card.lineage import Made
from pipelines.dataset.card.page import write_card
from pipelines.dataset.config import Config
from pipelines.dataset.exports import outdated
from pipelines.records.files import write_records
from pipelines.records.section import Section
from pipelines.runtime.files import replacing_folder, sha256_of
from pipelines.runtime.folders import Folders


def write(dataset: Dataset, sections: Sequence[Section], config: Config, inputs: Mapping[str, str]) -> list[str]:
    """Writes examples, questions, the card with its pictures, and the list of sections.

    Args:
        dataset: What was made.
        sections: All sections of the corpus.
        config: What it was made with, and for which model.
        inputs: Input → sha256.

    Returns:
        The card in a few lines, the questions of earlier datasets that are asked no longer, and outdated exports.
    """
    folders = Folders(Path(config.data_dir))
    found = lengths(dataset.train, config.model, folders.models)
    with replacing_folder(folders.processed, inputs=inputs) as target:
        sides = {"train": dataset.train, "validation": dataset.validation, "heldout": dataset.held_out}
        for name, records in sides.items():
            write_records(target / f"{name}.jsonl", records)
        hashes = "".join(sha256_of(target / f"{name}.jsonl") for name in sides)
        dataset_hash = hashlib.sha256(hashes.encode()).hexdigest()
        made = Made(inputs=inputs, sections=sections, dataset=dataset, dataset_hash=dataset_hash, config=config)
        notes = write_card(made, found, target)
    retired = [f"{where} is not asked any longer: {why}" for where, why in dataset.bound.retired.items()]
    return [*notes, *retired, *outdated(folders)]
