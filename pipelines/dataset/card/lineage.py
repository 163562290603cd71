"""Where a dataset comes from, and ten of its examples as the model reads them."""

import dataclasses
import hashlib
import json
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from pipelines.dataset.build import Dataset
from pipelines.dataset.card.counts import sides_of
from pipelines.dataset.card.markdown import share, table, verbatim
from pipelines.dataset.config import Config
from pipelines.dataset.draw import shuffled
from pipelines.language.prompt import RULES, completion, label, prompt_hash, render
from pipelines.records.example import Example
from pipelines.records.section import Section

DRAWN = 10
_MAKING = ("dataset", "retrieval", "seed")


@dataclass(frozen=True, slots=True, kw_only=True)
class Made:
    """What a dataset was made from, and what came out."""

    inputs: Mapping[str, str]
    """Input → sha256."""
    sections: Sequence[Section]
    dataset: Dataset
    dataset_hash: str
    """sha256 over the three files."""
    config: Config

    @property
    def by_id(self) -> dict[str, Section]:
        """Section id → section."""
        return {section.id: section for section in self.sections}


def made_from_part(made: Made) -> str:
    """Returns the card's part on inputs, configuration and lineage in counts."""
    hashes = [
        *((name, f"`{value}`") for name, value in sorted(made.inputs.items())),
        ("configuration", f"`{_config_hash(made.config)}`"),
        ("prompt", f"`{prompt_hash()}`"),
        ("train.jsonl, validation.jsonl, heldout.jsonl", f"`{made.dataset_hash}`"),
    ]
    changed = [(key, _in_words(value)) for key, value in _changed(made.config)]
    documents = {section.document for section in made.sections}
    text = (
        f"{len(documents):,} documents gave {len(made.sections):,} sections. Seed {made.config.seed}; the same "
        "sections, configuration and seed give the same bytes."
    )
    return "\n\n".join(
        [
            text,
            table(("made from", "sha256"), hashes),
            "Keys of the configuration that are not at their defaults:",
            table(("key", "value"), changed),
            _lineage(made),
        ]
    )


def traced_part(made: Made) -> str:
    """Returns how to get from an example to the paragraph it rests on, shown on one of them."""
    text = (
        "`lineage` of an example or question names sections by `id`; that line of `data/interim/sections.jsonl` has "
        "the file (`source`), page or row, citation key and `content_hash`; `quotes` is the text in it that supports "
        "the answer."
    )
    example = next((one for one in _drawn(made) if one.answerable), None)
    if example is None:
        return text
    steps = [f"example `{example.id}`"]
    for id_, quote in zip(example.lineage, example.quotes, strict=False):
        section = made.by_id[id_]
        steps.append(f"section `{id_}`, key {section.key}")
        steps.append(f"{_place(section)}, sha256 `{section.content_hash[:16]}…`, the text “{' '.join(quote.split())}”")
    return f"{text}\n\n" + " → ".join(steps)


def examples_part(made: Made) -> str:
    """Returns examples drawn by the seed, as the model reads them."""
    drawn = _drawn(made)
    parts = [
        f"{len(drawn)} of {len(made.dataset.train):,} training examples, drawn by the seed and not chosen. Every "
        "prompt begins with these rules:",
        verbatim(RULES),
    ]
    for number, example in enumerate(drawn, 1):
        parts += [f"### {number}. {_about(example)}", verbatim(_as_read(example))]
    return "\n\n".join(parts)


def _as_read(example: Example) -> str:
    prompt = render(example.question, example.sources)
    return prompt.sources + prompt.question + completion(label(example.answer, example.sources))


def _about(example: Example) -> str:
    golden = [str(place) for place, source in enumerate(example.sources, 1) if source.golden]
    rests = f"rests on source {' and '.join(golden)}" if example.answerable else "refused"
    return f"{example.origin}, {example.language}, {rests}: `{example.id}`"


def _drawn(made: Made) -> list[Example]:
    by_id = {example.id: example for example in made.dataset.train}
    return [by_id[id_] for id_ in shuffled(by_id, made.config.seed, "card")[:DRAWN]]


def _place(section: Section) -> str:
    where = [f"`{section.source}`"]
    where += [f"page {section.page}"] if section.page else []
    where += [f"row {section.row}"] if section.row else []
    return ", ".join(where)


def _lineage(made: Made) -> str:
    """Documents → sections → items, in counts."""
    by_id = made.by_id
    rows = []
    for side, items in sides_of(made.dataset).items():
        sections = {id_ for item in items for id_ in item.lineage}
        documents = {by_id[id_].document for id_ in sections}
        per = Counter(by_id[id_].document for item in items for id_ in dict.fromkeys(item.lineage))
        most = max(sorted(per), key=per.__getitem__, default="")
        named = f"{most}: {per[most]:,} ({share(per[most], len(items))})" if most else "–"
        rows.append((side, f"{len(items):,}", f"{len(sections):,}", f"{len(documents):,}", named))
    return table(("", "items", "from sections", "of documents", "the document with most"), rows)


def _config_hash(config: Config) -> str:
    # What only says where files are, or what the card shows, makes no other dataset.
    values = {name: value for name, value in dataclasses.asdict(config).items() if name in _MAKING}
    return hashlib.sha256(json.dumps(values, sort_keys=True, ensure_ascii=False, default=list).encode()).hexdigest()


def _changed(config: Config) -> Iterator[tuple[str, Any]]:
    found, default = dataclasses.asdict(config), dataclasses.asdict(Config())
    return _differing("", {name: found[name] for name in _MAKING}, default)


def _differing(path: str, found: Mapping[str, Any], default: Mapping[str, Any]) -> Iterator[tuple[str, Any]]:
    for key, value in found.items():
        if isinstance(value, dict) and isinstance(default[key], dict):
            yield from _differing(f"{path}{key}.", value, default[key])
        elif value != default[key]:
            yield f"{path}{key}", value


def _in_words(value: object) -> str:
    return ", ".join(map(str, value)) if isinstance(value, (tuple, list)) else str(value)
