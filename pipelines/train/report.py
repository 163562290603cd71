"""What a run says about itself when it ends."""

import statistics

from pipelines.records import AdapterCard
from pipelines.train.config import TrainConfig
from pipelines.train.run import Run


def counts(run: Run, examples: int) -> dict[str, int]:
    """Returns what was read, in counts, of so many examples in the dataset."""
    return {
        "examples": examples,
        **({"examples of the starter's practice": len(run.rehearsed)} if run.rehearsed else {}),
        "source sets, a row each": len(run.rows),
        "validation examples": sum(len(row.examples) for row in run.validation),
    }


def beyond_budget(examples: int, train: TrainConfig) -> dict[str, int]:
    """Returns what was left out for want of time, in counts."""
    reason = f"examples beyond train.token_budget={train.token_budget} (0 learns from all, in more time)"
    return {reason: examples} if examples else {}


def notes(run: Run, card: AdapterCard, seconds: float) -> list[str]:
    """Returns lines about tokens, speed, loss and the adapter."""
    prompts = sorted(length for row in run.rows for length in row.prompt_lengths)
    tenths = statistics.quantiles(prompts, n=10, method="inclusive") if len(prompts) > 1 else prompts * 9
    alone = sum(prompts) + card.supervised_tokens
    rate = (card.examples + card.rehearsed) * card.epochs / seconds
    validation = "" if card.validation_loss is None else f", validation {card.validation_loss:.3f}"
    return [
        f"prompt tokens: {tenths[4]:.0f} at the median, {tenths[8]:.0f} at the 90th percentile",
        f"tokens an epoch: {card.computed_tokens:,} computed ({alone:,} without shared prefixes), "
        f"{card.supervised_tokens:,} supervised; the longest row has {card.longest_row:,}",
        f"speed: {rate:.2f} examples/s, {card.computed_tokens * card.epochs / seconds:.0f} tokens/s",
        f"loss: {card.first_loss:.3f} at the first step, {card.last_loss:.3f} at the last{validation}",
        f"adapter: sha256 {card.adapter_hash}",
        f"started from: {run.config.model.starter or 'nothing, the model has no starter'}",
    ]
