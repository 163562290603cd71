"""Trains a LoRA adapter on the examples of `dataset`, and keeps it as the candidate."""

from pathlib import Path

from pipelines.models.base import load_model
from pipelines.runtime.files import replacing_folder
from pipelines.runtime.folders import Folders
from pipelines.runtime.stage import Outcome, main
from pipelines.train.adapter import check_loads_back
from pipelines.train.check import check_config
from pipelines.train.config import Config
from pipelines.train.dataset import read_dataset
from pipelines.train.report import beyond_budget, counts, notes
from pipelines.train.run import prepare, save, train


def work(config: Config) -> Outcome:
    """Reads examples, trains, checks that the adapter loads back, and exchanges it in."""
    check_config(config)
    folders = Folders(Path(config.data_dir))
    dataset = read_dataset(folders.processed, config)
    loaded = load_model(
        config.model, folders.models, adapter=Path(config.model.starter) if config.model.starter else None
    )
    run = prepare(config, loaded, dataset)
    target = folders.adapters / "candidate"
    with replacing_folder(target, inputs={"dataset": dataset.hash, "base": loaded.base_hash}) as folder:
        trained = train(run)
        card = save(run, trained, folder)
        check_loads_back(trained.model, config.model, models_dir=folders.models, folder=folder, row=run.rows[0])
    return Outcome(
        read=counts(run, len(dataset.examples)),
        made={"steps": card.steps},
        dropped=beyond_budget(len(dataset.examples) - len(run.examples), config.train),
        where=[target],
        notes=notes(run, card, trained.seconds),
        next_command="python -m pipelines.answer arm=candidate",
    )


if __name__ == "__main__":
    main("train", Config, work, __doc__ or "")
