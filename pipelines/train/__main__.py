"""Trains a LoRA adapter on the examples of `dataset`, and keeps it as the candidate."""

from pathlib import Path

from pipelines.models.base import load_model
from pipelines.runtime.errors import UserError
from pipelines.runtime.files import replacing_folder, verify
from pipelines.runtime.folders import Folders
from pipelines.runtime.stage import Outcome, main
from pipelines.train.adapter import check_loads_back
from pipelines.train.budget import within
from pipelines.train.check import check_config
from pipelines.train.config import Config
from pipelines.train.rehearsal import rehearsal
from pipelines.train.report import beyond_budget, counts, notes
from pipelines.train.rows import build_rows
from pipelines.train.run import Run, save, train


def work(config: Config) -> Outcome:
    """Reads examples, trains, checks that the adapter loads back, and exchanges it in."""
    # Imported here, so that `--help` need not wait for the libraries behind it.
    from pipelines.records import Example, read_records

    check_config(config)
    folders = Folders(Path(config.data_dir))
    dataset_hash = verify(folders.processed)
    examples = read_records(folders.processed / "train.jsonl", Example)
    validation = read_records(folders.processed / "validation.jsonl", Example)
    if not examples:
        raise UserError(
            f"{folders.processed / 'train.jsonl'} holds no examples", hint="run `python -m pipelines.dataset`"
        )
    starter = Path(config.model.starter) if config.model.starter else None
    rehearsed = rehearsal(starter, config.train.rehearsal) if starter else []
    loaded = load_model(config.model, folders.models, adapter=starter)
    own, practice = build_rows(examples, loaded), build_rows(rehearsed, loaded)
    if config.train.token_budget:
        own = within(own, config.train.token_budget - sum(len(row.tokens) for row in practice))
    learnt = {id_ for row in own for id_ in row.examples}
    run = Run(
        config=config,
        loaded=loaded,
        examples=[example for example in examples if example.id in learnt],
        rehearsed=rehearsed,
        rows=[*own, *practice],
        validation=build_rows(validation, loaded),
        dataset_hash=dataset_hash,
    )
    target = folders.adapters / "candidate"
    with replacing_folder(target, inputs={"dataset": dataset_hash, "base": loaded.base_hash}) as folder:
        trained = train(run)
        card = save(run, trained, folder)
        check_loads_back(trained.model, config.model, models_dir=folders.models, folder=folder, row=run.rows[0])
    return Outcome(
        read=counts(run, len(examples)),
        made={"steps": card.steps},
        dropped=beyond_budget(len(examples) - len(run.examples), config.train),
        where=[target],
        notes=notes(run, card, trained.seconds),
        next_command="python -m pipelines.answer arm=candidate",
    )


if __name__ == "__main__":
    main("train", Config, work, __doc__ or "")
