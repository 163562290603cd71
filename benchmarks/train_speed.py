"""Measures training side by side: TRL as it comes, TRL tuned as well as it goes, and rows that share their sources.

    python benchmarks/train_speed.py                     # 8 source sets, the default model
    python benchmarks/train_speed.py --sets 24 --model smollm2_135m

Every way runs one epoch over the same examples in a process of its own, so that peak memory is its own too. Needs
`data/processed` from `python -m pipelines.dataset`.
"""

import argparse
import json
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from rich.table import Table

from pipelines.language.citations import with_handles
from pipelines.language.prompt import completion, render
from pipelines.language.turns import in_turns
from pipelines.models.base import LoadedModel, load_model
from pipelines.models.quiet import quiet
from pipelines.models.tokens import control_tokens
from pipelines.records import Example, read_records
from pipelines.runtime.config import compose
from pipelines.runtime.folders import Folders
from pipelines.runtime.progress import console
from pipelines.runtime.stage import peak_memory_mb
from pipelines.train.config import Config
from pipelines.train.rows import build_rows
from pipelines.train.trainer import build_trainer, lora

BATCH = 8
"""Examples a step of the separate rows: TRL's default, and two source sets of ours."""


def examples_of(config: Config, sets: int) -> list[Example]:
    """Returns the examples of the first source sets of the dataset."""
    examples = read_records(Folders(Path(config.data_dir)).processed / "train.jsonl", Example)
    chosen = list(dict.fromkeys(example.source_set for example in examples))[:sets]
    return [example for example in examples if example.source_set in chosen]


def as_trl_wants(example: Example, loaded: LoadedModel) -> dict[str, str]:
    """Returns an example as prompt and completion."""
    marks = control_tokens(loaded.tokenizer)
    prompt = in_turns(render(example.question, example.sources, control_tokens=marks), loaded.template)
    answer = with_handles(example.answer, [source.key for source in example.sources])
    return {"prompt": prompt.text, "completion": completion(answer)}


def trl(loaded: LoadedModel, examples: list[Example], config: Config, scratch: Path, **settings: Any) -> Any:  # noqa: ANN401
    """Returns TRL's own trainer over separate rows."""
    from datasets import Dataset
    from trl.trainer.sft_config import SFTConfig
    from trl.trainer.sft_trainer import SFTTrainer

    arguments = SFTConfig(
        output_dir=str(scratch),
        num_train_epochs=1,
        per_device_train_batch_size=BATCH,
        use_cpu=True,
        bf16=False,  # TRL's default, which raises without a GPU
        save_strategy="no",
        report_to="none",
        disable_tqdm=True,
        **settings,
    )
    return SFTTrainer(
        model=loaded.model,
        args=arguments,
        train_dataset=Dataset.from_list([as_trl_wants(example, loaded) for example in examples]),
        processing_class=loaded.tokenizer,
        peft_config=lora(config.train),
    )


def as_it_comes(loaded: LoadedModel, examples: list[Example], config: Config, scratch: Path) -> Any:  # noqa: ANN401
    """Returns TRL with its defaults."""
    return trl(loaded, examples, config, scratch)


def best_tuned(loaded: LoadedModel, examples: list[Example], config: Config, scratch: Path) -> Any:  # noqa: ANN401
    """Returns TRL without recomputation and with rows of like length together."""
    return trl(
        loaded, examples, config, scratch, gradient_checkpointing=False, train_sampling_strategy="group_by_length"
    )


def shared(loaded: LoadedModel, examples: list[Example], config: Config, scratch: Path) -> Any:  # noqa: ANN401
    """Returns our trainer."""
    return build_trainer(loaded, build_rows(examples, loaded), config, scratch, lambda _: None)


WAYS: dict[str, Callable[[LoadedModel, list[Example], Config, Path], Any]] = {
    "TRL as it comes": as_it_comes,
    "TRL best tuned": best_tuned,
    "shared prefixes": shared,
}


def measure(way: str, config: Config, sets: int) -> dict[str, float]:
    """Trains one way in this process and returns its figures."""
    examples = examples_of(config, sets)
    loaded = load_model(config.model, Folders(Path(config.data_dir)).models)
    with tempfile.TemporaryDirectory() as scratch, quiet():
        trainer = WAYS[way](loaded, examples, config, Path(scratch))
        began = time.monotonic()
        trainer.train()
        seconds = time.monotonic() - began
    return {"examples": len(examples), "seconds": seconds, "peak_mb": peak_memory_mb()}


def in_a_child(way: str, model: str, sets: int) -> dict[str, float]:
    """Measures one way in a process of its own."""
    command = [sys.executable, __file__, "--model", model, "--sets", str(sets), "--way", way]
    result = subprocess.run(command, stdout=subprocess.PIPE, text=True, check=True, encoding="utf-8")
    figures: dict[str, float] = json.loads(result.stdout.splitlines()[-1])
    return figures


def main() -> None:
    """Measures all ways and prints them beside each other."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--model", default="gemma3_270m")
    parser.add_argument("--sets", type=int, default=8)
    parser.add_argument("--way", choices=sorted(WAYS), help="measure this way only, and print JSON")
    chosen = parser.parse_args()
    if chosen.way:
        config = compose(Config, [f"model={chosen.model}"])
        console.print(json.dumps(measure(chosen.way, config, chosen.sets)), soft_wrap=True)
        return
    figures = {way: in_a_child(way, chosen.model, chosen.sets) for way in WAYS}
    ours = figures["shared prefixes"]["seconds"]
    table = Table("way", "examples/s", "seconds", "peak memory", "shared prefixes are", title=chosen.model)
    for way, found in figures.items():
        rate = found["examples"] / found["seconds"]
        row = (f"{rate:.3f}", f"{found['seconds']:.1f}", f"{found['peak_mb'] / 1000:.1f} GB")
        table.add_row(way, *row, f"{found['seconds'] / ours:.2f} times as fast")
    console.print(table)


if __name__ == "__main__":
    main()
