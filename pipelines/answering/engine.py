"""Gets an arm ready to answer: one model and one adapter are loaded, once, or an engine is asked, or neither."""

from collections.abc import Sequence
from pathlib import Path

from pipelines.answering.arms import Arm
from pipelines.answering.champion import champion_adapter, read_champion
from pipelines.answering.config import AnswerConfig
from pipelines.answering.extractive import choose_threshold
from pipelines.answering.few_shot import worked_examples
from pipelines.answering.inputs import candidate_adapter, read_examples
from pipelines.answering.shown import DEPTH, Library
from pipelines.answering.writers import Writer, extractive_writer, model_writer
from pipelines.models.config import ModelConfig
from pipelines.records.example import Example
from pipelines.records.section import Section
from pipelines.records.source import Source
from pipelines.runtime.errors import UserError
from pipelines.runtime.folders import Folders


def writer_for(arm: Arm, library: Library, folders: Folders, *, model: ModelConfig, answer: AnswerConfig) -> Writer:
    """Gets what an arm answers with: a model in this process, or the one that the configured engine serves.

    Args:
        arm: The arm.
        library: The sections that are searched.
        folders: Where examples, adapters and base models are.
        model: The base model.
        answer: How answers are written.

    Returns:
        The writer of the arm's answers.

    Raises:
        UserError: The base model, the adapter or the examples that the arm needs are missing or do not fit together,
            or the engine cannot be asked for them.
    """
    if arm.model == "none":
        return extractive_writer(threshold_for(library, read_examples(folders, "validation")), library.likeness)
    # Before the model is loaded: what is missing is known within a second.
    worked = worked_examples(read_examples(folders, "train"), model.max_length) if arm.few_shot else ()
    adapter = _adapter(arm, folders)
    if answer.engine.url:
        from pipelines.answering.endpoint_writer import ServedModel, endpoint_writer

        served = ServedModel(weights=arm.model, adapter=adapter, model=model, models=folders.models)
        return endpoint_writer(served, answer, worked)
    from pipelines.models.base import load_model

    return model_writer(load_model(model, folders.models, adapter=adapter), answer, worked)


def threshold_for(library: Library, examples: list[Example]) -> float:
    """Chooses the extractive arm's threshold on validation examples, ranked as retrieval would rank their sources."""
    found = library.search(((example.question, example.audience) for example in examples), DEPTH)
    ranked = [_ranked(example.sources, sections) for example, sections in zip(examples, found, strict=True)]
    return choose_threshold(examples, ranked, library.likeness)


def _ranked(sources: Sequence[Source], found: Sequence[Section]) -> list[Source]:
    places = {section.id: place for place, section in enumerate(found)}
    return sorted(sources, key=lambda source: places.get(source.section_id, DEPTH))


def _adapter(arm: Arm, folders: Folders) -> Path | None:
    if arm.model == "base":
        return None
    if arm.model == "candidate":
        return candidate_adapter(folders)
    champion = read_champion(folders)
    if champion is None:
        raise UserError("there is no champion yet", hint="promote a candidate first: `python -m pipelines.promote`")
    return champion_adapter(champion)
