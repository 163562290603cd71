"""What can be wrong with a training configuration, found before anything is loaded."""

from pathlib import Path

from pipelines.models.base import adapter_card
from pipelines.models.check import check_model
from pipelines.runtime.errors import UserError
from pipelines.train.config import Config, TrainConfig


def check_config(config: Config) -> None:
    """Makes sure that a run can begin.

    Args:
        config: The stage's configuration.

    Raises:
        UserError: A value is out of its range, or the model cannot be used; all problems of one group at once.
    """
    problems = [f"train.{key} is {value}; {wanted}" for key, value, wanted in _out_of_range(config.train)]
    if problems:
        raise UserError("the training configuration is impossible", details=problems)
    check_model(config.model)
    if config.model.starter is not None:
        _check_starter(Path(config.model.starter), config)


def _check_starter(folder: Path, config: Config) -> None:
    """An adapter keeps its shape while it learns."""
    hint = "set `model.starter=null` to train from nothing"
    try:
        card = adapter_card(folder, config.model)
    except UserError as error:
        raise UserError(
            f"training cannot start from {folder}", details=[error.message, *error.details], hint=hint
        ) from error
    found = {"rank": card.rank, "alpha": card.alpha}
    wanted = {"rank": config.train.rank, "alpha": config.train.alpha}
    if found != wanted:
        raise UserError(
            f"training cannot start from {folder}",
            details=[
                f"train.{key} is {wanted[key]}, the starter has {found[key]}"
                for key in found
                if found[key] != wanted[key]
            ],
            hint=hint,
        )


def _out_of_range(train: TrainConfig) -> list[tuple[str, float, str]]:
    wanted = [
        ("epochs", train.epochs, train.epochs >= 1, "at least 1"),
        ("learning_rate", train.learning_rate, 0 < train.learning_rate < 1, "above 0 and below 1"),
        ("warmup", train.warmup, 0 <= train.warmup < 1, "from 0 and below 1"),
        ("rank", train.rank, train.rank >= 1, "at least 1"),
        ("alpha", train.alpha, train.alpha >= 1, "at least 1"),
        ("rehearsal", train.rehearsal, train.rehearsal >= 0, "at least 0"),
        ("token_budget", train.token_budget, train.token_budget >= 0, "at least 0"),
        ("dropout", train.dropout, 0 <= train.dropout < 1, "from 0 and below 1"),
        ("batch_rows", train.batch_rows, train.batch_rows >= 1, "at least 1"),
    ]
    return [(key, value, f"it must be {text}") for key, value, right, text in wanted if not right]
