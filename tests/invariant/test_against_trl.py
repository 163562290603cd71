"""Rows that share their sources start from the loss that TRL computes over separate rows."""

from dataclasses import replace
from pathlib import Path

import pytest

from pipelines.language.citations import with_handles
from pipelines.language.prompt import completion, render
from pipelines.models.base import load_model
from pipelines.train.config import TrainConfig
from pipelines.train.rows import build_rows
from pipelines.train.trainer import lora, mean_loss
from tests.pipelines.models.tiny import examples, tiny_model

pytestmark = pytest.mark.filterwarnings("ignore:.*gradient_checkpointing:FutureWarning")


@pytest.mark.parametrize("kind", ["smollm", "gemma3"])
def test_the_loss_is_the_one_trl_computes_over_separate_rows(tmp_path: Path, kind: str) -> None:
    from datasets import Dataset
    from trl.trainer.sft_config import SFTConfig
    from trl.trainer.sft_trainer import SFTTrainer

    loaded = replace(load_model(tiny_model(tmp_path / "model", kind), tmp_path), template="plain")
    items = examples(2, sentences=2)
    ours = mean_loss(loaded.model, build_rows(items, loaded))
    texts = [
        {
            "prompt": render(item.question, item.sources).text,
            "completion": completion(with_handles(item.answer, [source.key for source in item.sources])),
        }
        for item in items
    ]
    arguments = SFTConfig(
        output_dir=str(tmp_path / "scratch"),
        per_device_train_batch_size=len(items),
        num_train_epochs=1,
        max_length=None,
        use_cpu=True,
        bf16=False,
        gradient_checkpointing=False,
        logging_steps=1,
        save_strategy="no",
        report_to="none",
    )
    trainer = SFTTrainer(
        model=loaded.model,
        args=arguments,
        train_dataset=Dataset.from_list(texts),
        processing_class=loaded.tokenizer,
        peft_config=lora(TrainConfig()),
    )
    trainer.train()
    assert ours == pytest.approx(trainer.state.log_history[0]["loss"], rel=1e-4)
