"""Adds an adapter's weights to those of the base model, so that answering does not multiply by it at every layer."""

from dataclasses import replace

from pipelines.models.base import LoadedModel


def merged(loaded: LoadedModel) -> LoadedModel:
    """Returns a model with its adapter in its weights; the model that was given must not be used any more.

    A base model in 4 bits keeps its adapter apart, since its weights could not hold the sum.
    """
    model = loaded.model
    if loaded.adapter_hash is None or getattr(model, "is_loaded_in_4bit", False):
        return loaded
    return replace(loaded, model=model.merge_and_unload())
