"""Examples in the formats that other trainers read: our one prompt and its label, line for line.

A model that is trained elsewhere has then read what it is asked here. Held-out questions are in no export.
"""

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from pipelines.dataset.config import Config, Format
from pipelines.language.prompt import completion, label, render
from pipelines.language.turns import TURNS
from pipelines.models.check import MARK
from pipelines.records.example import Example
from pipelines.records.files import read_records
from pipelines.runtime.errors import UserError
from pipelines.runtime.files import manifest_of, replacing_folder, verify
from pipelines.runtime.folders import Folders
from pipelines.runtime.stage import Outcome

_SIDES = {"train": "training examples", "validation": "validation examples"}


def export(config: Config, name: Format) -> Outcome:
    """Writes the examples of the dataset that is there in another format.

    Args:
        config: Where the dataset is, and for which model.
        name: The format.

    Returns:
        What was read and written.

    Raises:
        UserError: There is no dataset.
    """
    folders = Folders(Path(config.data_dir))
    dataset_hash = verify(folders.processed)
    marks, notes = _marks(config, folders)
    target, counts = folders.exports / name, dict[str, int]()
    with replacing_folder(target, inputs={"dataset": dataset_hash}) as folder:
        for side, what in _SIDES.items():
            examples = read_records(folders.processed / f"{side}.jsonl", Example)
            counts[what] = len(examples)
            text = "".join(f"{line}\n" for line in exported(examples, name, marks))
            (folder / f"{side}.jsonl").write_text(text, encoding="utf-8", newline="\n")
    return Outcome(part=f"export {name}", read=counts, where=[target / f"{side}.jsonl" for side in _SIDES], notes=notes)


def outdated(folders: Folders) -> list[str]:
    """Says which exports are of another dataset than the one that is there, and may hold what was withdrawn since."""
    made = [folder for folder in sorted(folders.exports.glob("*")) if manifest_of(folder).is_file()]
    current = verify(folders.processed) if made else ""
    return [
        f"{folder} is of an earlier dataset; write it again with `python -m pipelines.dataset export={folder.name}`"
        for folder in made
        if json.loads(manifest_of(folder).read_text(encoding="utf-8"))["inputs"]["dataset"] != current
    ]


def exported(examples: Iterable[Example], name: Format, control_tokens: Iterable[str]) -> Iterator[str]:
    """Yields examples as lines of another format, in their order.

    Args:
        examples: The examples.
        name: The format.
        control_tokens: The tokens of the model to be trained, which no text of a document may contain.

    Yields:
        One JSON object an example, with no other keys than the format's own, since some readers refuse more.

    >>> FORMATS["sharegpt"]("Q", "A")
    {'conversations': [{'from': 'human', 'value': 'Q'}, {'from': 'gpt', 'value': 'A'}]}
    """
    marks = tuple(control_tokens)
    for example in examples:
        prompt = render(example.question, example.sources, control_tokens=marks).text
        # Without the space before it, which separates an answer from a prompt that no turn ends.
        answer = completion(label(example.answer, example.sources, control_tokens=marks)).removeprefix(" ")
        yield json.dumps(FORMATS[name](prompt, answer), ensure_ascii=False)


def _marks(config: Config, folders: Folders) -> tuple[tuple[str, ...], list[str]]:
    """Returns the control tokens of the configured model; of the templates alone where its tokenizer is not there."""
    from pipelines.models.tokenizer import load_tokenizer
    from pipelines.models.tokens import control_tokens

    try:
        return control_tokens(load_tokenizer(config.model, folders.models).tokenizer), []
    except UserError as error:
        texts = (f"{turns.before}{turns.between}{turns.end}" for turns in TURNS.values())
        known = {token for text in texts for token in MARK.findall(text)}
        why = "; ".join((error.message, *error.details))
        return tuple(sorted(known)), [f"only control tokens of known templates are broken in texts, since {why}"]


def _messages(prompt: str, answer: str) -> Mapping[str, Any]:
    return {"messages": [{"role": "user", "content": prompt}, {"role": "assistant", "content": answer}]}


def _alpaca(prompt: str, answer: str) -> Mapping[str, Any]:
    # All in the instruction: a trainer puts words of its own between an instruction and its input.
    return {"instruction": prompt, "input": "", "output": answer}


def _sharegpt(prompt: str, answer: str) -> Mapping[str, Any]:
    return {"conversations": [{"from": "human", "value": prompt}, {"from": "gpt", "value": answer}]}


FORMATS: Mapping[Format, Callable[[str, str], Mapping[str, Any]]] = {
    "messages": _messages,
    "alpaca": _alpaca,
    "sharegpt": _sharegpt,
}
