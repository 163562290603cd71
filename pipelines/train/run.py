"""One training run from examples to an adapter's folder."""

import json
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pipelines.language.prompt import prompt_hash
from pipelines.models.base import LoadedModel
from pipelines.models.quiet import quiet
from pipelines.records import AdapterCard, Example, write_json
from pipelines.runtime.errors import UserError
from pipelines.runtime.progress import progress_bar
from pipelines.train.adapter import save_weights, target_modules
from pipelines.train.budget import within
from pipelines.train.config import Config
from pipelines.train.dataset import Dataset
from pipelines.train.rows import Row, build_rows
from pipelines.train.trainer import build_trainer, mean_loss


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Run:
    """What a run stands on."""

    config: Config
    loaded: LoadedModel
    """The base model, with its starter where it has one; training changes it."""
    examples: Sequence[Example]
    """What is learnt from."""
    rehearsed: Sequence[Example] = ()
    """As in `Dataset`."""
    rows: Sequence[Row]
    """Of all of them."""
    validation: Sequence[Row]
    dataset_hash: str

    @property
    def audience(self) -> str:
        """The one audience of all examples.

        Raises:
            UserError: There are several, so that nobody could say who may use the adapter.
        """
        audiences = sorted({example.audience for example in self.examples})
        if len(audiences) > 1:
            raise UserError(
                f"the examples are for several audiences: {', '.join(audiences)}",
                hint="make a dataset for each audience",
            )
        return audiences[0]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Trained:
    """What a run leaves in memory."""

    model: Any
    """The base model with the adapter in it."""
    losses: Sequence[float]
    """Mean loss over the supervised tokens of each step, in nats."""
    seconds: float


def prepare(config: Config, loaded: LoadedModel, dataset: Dataset) -> Run:
    """Lays out what is learnt: all that is rehearsed, and of the examples what the budget of tokens leaves room for.

    Raises:
        UserError: A row is longer than the model's limit, or one source set shows different sources.
    """
    own, practice = build_rows(dataset.examples, loaded), build_rows(dataset.rehearsed, loaded)
    if config.train.token_budget:
        own = within(own, config.train.token_budget - sum(len(row.tokens) for row in practice))
    learnt = {id_ for row in own for id_ in row.examples}
    return Run(
        config=config,
        loaded=loaded,
        examples=[example for example in dataset.examples if example.id in learnt],
        rehearsed=dataset.rehearsed,
        rows=[*own, *practice],
        validation=build_rows(dataset.validation, loaded),
        dataset_hash=dataset.hash,
    )


def train(run: Run) -> Trained:
    """Trains an adapter."""
    losses: list[float] = []
    settings = run.config.train
    steps = settings.epochs * -(-len(run.rows) // settings.batch_rows)
    with tempfile.TemporaryDirectory() as scratch, progress_bar("training steps", steps) as advance, quiet():

        def on_step(loss: float) -> None:
            losses.append(loss)
            advance(1)

        trainer = build_trainer(run.loaded, run.rows, run.config, Path(scratch), on_step)
        began = time.monotonic()
        trainer.train()
        return Trained(model=trainer.model, losses=losses, seconds=time.monotonic() - began)


def save(run: Run, trained: Trained, folder: Path) -> AdapterCard:
    """Writes an adapter, its losses and its card into a folder.

    Returns:
        The card.
    """
    adapter_hash = save_weights(trained.model, folder, run.loaded.name)
    with (folder / "loss.jsonl").open("w", encoding="utf-8", newline="\n") as file:
        for step, loss in enumerate(trained.losses, 1):
            file.write(json.dumps({"step": step, "loss": loss}) + "\n")
    card = _card(run, trained, adapter_hash)
    write_json(folder / "adapter_card.json", card)
    return card


def _card(run: Run, trained: Trained, adapter_hash: str) -> AdapterCard:
    settings = run.config.train
    return AdapterCard(
        base_model=run.loaded.name,
        base_hash=run.loaded.base_hash,
        licence=run.config.model.licence,
        template=run.loaded.template,
        prompt_hash=prompt_hash(),
        dataset_hash=run.dataset_hash,
        audience=run.audience,
        adapter_hash=adapter_hash,
        starter_hash=run.loaded.adapter_hash,
        rehearsed=len(run.rehearsed),
        rank=settings.rank,
        alpha=settings.alpha,
        target_modules=tuple(target_modules(trained.model)),
        seed=run.config.seed,
        epochs=settings.epochs,
        learning_rate=settings.learning_rate,
        examples=len(run.examples),
        source_sets=len(run.rows),
        computed_tokens=sum(len(row.tokens) for row in run.rows),
        supervised_tokens=sum(row.supervised for row in run.rows),
        longest_row=max(len(row.tokens) for row in run.rows),
        steps=len(trained.losses),
        first_loss=trained.losses[0],
        last_loss=trained.losses[-1],
        validation_loss=mean_loss(trained.model, run.validation),
    )
