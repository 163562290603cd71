"""Measures answering side by side: the library's `generate` one by one and in batches, and ours.

    python -m benchmarks.generate                                # the candidate of data/, 32 questions, 6 source sets
    python -m benchmarks.generate --arm base --data /tmp/data --questions 64

Unique prompts are those of the held-out questions over what retrieval finds; shared ones are training examples, all
questions of a source set. Every way answers the same prompts with the same model, in one process, one after the other,
and stops where ours does; answers that differ from those written one by one are counted.
"""

import argparse
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from rich.table import Table

from pipelines.answer.config import Config
from pipelines.answering.inputs import candidate_adapter, current_library, read_examples, read_questions
from pipelines.answering.shown import ask_retrieved
from pipelines.language.prompt import render
from pipelines.language.turns import TURNS
from pipelines.models.base import LoadedModel, load_model
from pipelines.models.generate import Decoding, Request, end_tokens, generate, prompt_tokens
from pipelines.models.merge import merged
from pipelines.models.tokens import control_tokens
from pipelines.records import Example
from pipelines.runtime.config import compose
from pipelines.runtime.folders import Folders
from pipelines.runtime.progress import console

Ways = dict[str, Callable[[], list[str]]]


def unique_prompts(loaded: LoadedModel, config: Config, count: int) -> list[Request]:
    """Returns prompts of held-out questions, no two over the same sources."""
    folders, marks = Folders(Path(config.data_dir)), control_tokens(loaded.tokenizer)
    asked = ask_retrieved([one.question for one in read_questions(folders)], current_library(folders, config.retrieval))
    first = {tuple(source.section_id for source in one.sources): one for one in reversed(asked)}
    return [
        Request(prompt=render(one.question, one.sources, control_tokens=marks), sources=len(one.sources))
        for one in list(first.values())[:count]
    ]


def shared_prompts(loaded: LoadedModel, config: Config, sets: int) -> list[Request]:
    """Returns prompts of training examples, all of each of the source sets with the most questions."""
    marks, by_set = control_tokens(loaded.tokenizer), dict[str, list[Example]]()
    for example in read_examples(Folders(Path(config.data_dir)), "train"):
        by_set.setdefault(example.source_set, []).append(example)
    chosen = sorted(by_set.values(), key=lambda group: (-len(group), group[0].source_set))[:sets]
    return [
        Request(prompt=render(one.question, one.sources, control_tokens=marks), sources=len(one.sources))
        for group in chosen
        for one in group
    ]


def by_the_library(loaded: LoadedModel, items: Sequence[Request], new: int, size: int) -> list[str]:
    """Returns what the library's greedy generation writes, prompts of like length together, padded on the left."""
    import torch

    prompts = [prompt_tokens(loaded, item.prompt) for item in items]
    order = sorted(range(len(prompts)), key=lambda place: -len(prompts[place]))
    texts = [""] * len(prompts)
    for first in range(0, len(order), size):
        places = order[first : first + size]
        width = max(len(prompts[place]) for place in places)
        ids = torch.tensor([[0] * (width - len(prompts[place])) + prompts[place] for place in places])
        seen = torch.tensor([[0] * (width - len(prompts[place])) + [1] * len(prompts[place]) for place in places])
        with torch.inference_mode():
            written = loaded.model.generate(ids, attention_mask=seen, **settings(loaded, new, width))
        for place, row in zip(places, written, strict=True):
            texts[place] = text_of(loaded, row[width:].tolist())
    return texts


def settings(loaded: LoadedModel, new: int, width: int) -> dict[str, Any]:
    """Returns the settings under which the library stops where ours does."""
    import torch
    from transformers import StoppingCriteriaList

    def at_newline(ids: Any, *_: Any, **__: Any) -> Any:  # noqa: ANN401
        ended = ["\n" in loaded.tokenizer.decode(row[width:], skip_special_tokens=True).lstrip() for row in ids]
        return torch.tensor(ended)

    found: dict[str, Any] = {
        "max_new_tokens": new,
        "do_sample": False,
        "eos_token_id": sorted(end_tokens(loaded)),
        "pad_token_id": 0,
    }
    if TURNS[loaded.template].stop_at_newline:
        found["stopping_criteria"] = StoppingCriteriaList([at_newline])
    return found


def text_of(loaded: LoadedModel, tokens: Sequence[int]) -> str:
    """Returns the text of tokens up to the first that ends an answer."""
    ends = end_tokens(loaded)
    kept = next((place for place, token in enumerate(tokens) if token in ends), len(tokens))
    text = str(loaded.tokenizer.decode(tokens[:kept], skip_special_tokens=True)).lstrip()
    return (text.split("\n", 1)[0] if TURNS[loaded.template].stop_at_newline else text).strip()


def ways(loaded: LoadedModel, items: Sequence[Request], config: Config, sizes: Sequence[int]) -> Ways:
    """Returns the ways to answer, by name; the first is what the others are compared with."""
    new = config.answer.max_new_tokens

    def ours(*, guess: bool) -> list[str]:
        decoding = Decoding(max_new_tokens=new, batch_size=config.answer.batch_size, guess=guess)
        return [answer.text for answer in generate(loaded, items, decoding)]

    found: Ways = {"`generate`, one by one": lambda: by_the_library(loaded, items, new, 1)}
    for size in sizes:
        found[f"`generate`, batches of {size}"] = lambda size=size: by_the_library(loaded, items, new, size)  # type: ignore[misc]
    return found | {"ours, nothing guessed": lambda: ours(guess=False), "ours": lambda: ours(guess=True)}


def measure(title: str, found: Ways, count: int) -> Table:
    """Runs all ways and returns their times beside each other.

    Where other programs run on the machine, processor seconds say more than seconds.
    """
    table = Table(
        "way", "seconds", "answers/s", "as fast", "processor seconds", "as cheap", "answers that differ", title=title
    )
    first, alone = (0.0, 0.0), list[str]()
    for name, run in found.items():
        began, worked = time.monotonic(), time.process_time()
        texts = run()
        took = (time.monotonic() - began, time.process_time() - worked)
        first, alone = (first, alone) if alone else (took, texts)
        differ = sum(a != b for a, b in zip(texts, alone, strict=True))
        fast, cheap = (f"{before / ours:.2f} ×" for before, ours in zip(first, took, strict=True))
        row = (f"{took[0]:.1f}", f"{count / took[0]:.2f}", fast, f"{took[1]:.1f}", cheap, f"{differ}")
        table.add_row(name, *row)
        console.print(f"{name}: {took[0]:.1f} s, {took[1]:.1f} processor seconds")
    return table


def main() -> None:
    """Measures unique prompts, then shared ones, and prints both tables."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--model", default="gemma3_270m")
    parser.add_argument("--data", default="data")
    parser.add_argument("--arm", choices=("base", "candidate"), default="candidate")
    parser.add_argument("--questions", type=int, default=32)
    parser.add_argument("--sets", type=int, default=6)
    parser.add_argument("--batches", type=int, nargs="*", default=[8, 32], help="batch sizes of the library")
    chosen = parser.parse_args()
    config = compose(Config, [f"model={chosen.model}", f"data_dir={chosen.data}"])
    folders = Folders(Path(config.data_dir))
    adapter = candidate_adapter(folders) if chosen.arm == "candidate" else None
    loaded = merged(load_model(config.model, folders.models, adapter=adapter))
    generate(loaded, unique_prompts(loaded, config, 1), Decoding(max_new_tokens=2, batch_size=1))
    unique = unique_prompts(loaded, config, chosen.questions)
    shared = shared_prompts(loaded, config, chosen.sets)
    for title, items in (("unique prompts", unique), (f"{chosen.sets} source sets", shared)):
        named = f"{title}: {len(items)} prompts, {chosen.model}, {chosen.arm}"
        console.print(measure(named, ways(loaded, items, config, chosen.batches), len(items)))


if __name__ == "__main__":
    main()
