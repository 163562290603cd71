"""TRL's trainer over rows that share their prefix: the loop, the schedule and the launchers are the library's."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from pipelines.models.base import LoadedModel
from pipelines.train.batch import collator, on_device, summed_loss
from pipelines.train.config import Config, TrainConfig
from pipelines.train.rows import Row


def build_trainer(
    loaded: LoadedModel, rows: Sequence[Row], config: Config, scratch: Path, on_step: Callable[[float], None]
) -> Any:  # noqa: ANN401
    """Prepares a training run.

    Args:
        loaded: The base model, into which an adapter's layers are put, or a base model with its starter.
        rows: What to learn.
        config: The stage's configuration.
        scratch: A folder the library may write to.
        on_step: Called after each step with its loss.

    Returns:
        A trainer whose `train()` runs, and whose `model` holds the adapter.
    """
    from datasets import Dataset
    from transformers import PrinterCallback, TrainerCallback
    from trl.trainer.sft_trainer import SFTTrainer

    class SharedPrefixTrainer(SFTTrainer):
        """Supervised fine-tuning with the loss on the labelled tokens of shared-prefix rows."""

        def compute_loss(self, model: Any, inputs: Any, *_: Any, num_items_in_batch: Any, **__: Any) -> Any:  # type: ignore[override]  # noqa: ANN401
            """Returns this batch's share of the mean loss over the step's supervised tokens."""
            return summed_loss(model, inputs) / num_items_in_batch * self.accelerator.num_processes

    class StepCallback(TrainerCallback):
        """Hands every logged loss on."""

        def on_log(self, args: Any, state: Any, control: Any, logs: Any = None, **_: Any) -> None:  # noqa: ANN401
            """Is called by the trainer after each step, and once at the end without a loss."""
            del args, state, control
            if logs and "loss" in logs:
                on_step(float(logs["loss"]))

    started = loaded.adapter_hash is not None
    if started:
        loaded.model.set_adapter("default")  # It was loaded to answer; now its weights learn.
    trainer = SharedPrefixTrainer(
        model=loaded.model,
        args=_arguments(config, scratch),
        train_dataset=Dataset.from_list([row.columns() for row in rows]),
        data_collator=collator(loaded.model.config, loaded.model.dtype),
        processing_class=loaded.tokenizer,
        peft_config=None if started else lora(config.train),
        callbacks=[StepCallback()],
    )
    trainer.remove_callback(PrinterCallback)
    return trainer


def mean_loss(model: Any, rows: Sequence[Row]) -> float | None:  # noqa: ANN401
    """Returns the mean cross entropy over the supervised tokens of rows, in nats; None without rows."""
    import torch

    if not rows:
        return None
    collate = collator(model.config, model.dtype)
    model.eval()
    with torch.inference_mode():
        total = sum(float(summed_loss(model, on_device(collate([row.columns()]), model.device))) for row in rows)
    return total / sum(row.supervised for row in rows)


def lora(train: TrainConfig) -> Any:  # noqa: ANN401
    """Returns the settings of a fresh adapter: every linear layer of the base model but its head."""
    from peft import LoraConfig

    return LoraConfig(
        r=train.rank,
        lora_alpha=train.alpha,
        lora_dropout=train.dropout,
        target_modules="all-linear",
        task_type="CAUSAL_LM",
    )


def _arguments(config: Config, scratch: Path) -> Any:  # noqa: ANN401
    import torch
    from trl.trainer.sft_config import SFTConfig

    return SFTConfig(
        output_dir=str(scratch),
        num_train_epochs=config.train.epochs,
        learning_rate=config.train.learning_rate,
        warmup_steps=config.train.warmup,
        lr_scheduler_type="cosine",
        # One row a forward pass: rows differ in length, and padding would cost more than larger matrices save.
        per_device_train_batch_size=1,
        gradient_accumulation_steps=config.train.batch_rows,
        seed=config.seed,
        data_seed=config.seed,
        use_cpu=not torch.cuda.is_available(),
        bf16=torch.cuda.is_available(),
        gradient_checkpointing=False,
        max_length=None,
        dataset_kwargs={"skip_prepare_dataset": True},
        remove_unused_columns=False,
        dataloader_pin_memory=False,
        logging_steps=1,
        logging_nan_inf_filter=False,
        save_strategy="no",
        report_to="none",
        disable_tqdm=True,
    )
