"""The card: what the dataset is made of, for the person who trains on it."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from pipelines.dataset.build import Dataset
from pipelines.records.example import Example
from pipelines.records.question import Question


def card(dataset: Dataset, dataset_hash: str) -> str:
    """Writes the card.

    Args:
        dataset: What was made.
        dataset_hash: sha256 over the three files.

    Returns:
        Markdown.
    """
    sides: dict[str, Sequence[Example] | Sequence[Question]] = {
        "train": dataset.train,
        "validation": dataset.validation,
        "held out": dataset.held_out,
    }
    sets = {example.source_set for example in dataset.train}
    shown = [sum(len(source.text) for source in example.sources) for example in dataset.train]
    answers = [len(example.answer) for example in dataset.train]
    parts = [
        "# Dataset card",
        f"Hash `{dataset_hash}`. Made from the sections alone, without a teacher.",
        _table(("", *sides), _rows(sides)),
        f"{len(sets)} source sets in training, {dataset.golden} golden sections; {dataset.groups} groups to ask about.",
        "## Lengths in training, in characters",
        _table(
            ("", "half have at most", "nine of ten have at most", "longest"),
            [_lengths("sources shown", shown), _lengths("answer", answers)],
        ),
        "## Candidates that were not used",
        _table(("reason", "candidates"), [(reason, str(count)) for reason, count in dataset.rejected.items()]),
    ]
    return "\n\n".join(parts) + "\n"


def _rows(sides: Mapping[str, Sequence[Example] | Sequence[Question]]) -> list[tuple[str, ...]]:
    origins = sorted({item.origin for items in sides.values() for item in items})
    rows: list[tuple[str, ...]] = [("items", *(str(len(items)) for items in sides.values()))]
    rows.append(("groups", *(str(len({item.group for item in items})) for items in sides.values())))
    rows.append(("answerable", *(_share(item.answerable for item in items) for items in sides.values())))
    for name, known in (("language", ["zh", "en"]), ("origin", origins)):
        rows += [
            (f"{name} {one}", *(_share(getattr(item, name) == one for item in items) for items in sides.values()))
            for one in known
        ]
    return rows


def _share(flags: Iterable[bool]) -> str:
    counts = Counter(flags)
    return f"{counts[True]} ({counts[True] / max(counts.total(), 1):.0%})"


def _lengths(name: str, numbers: Sequence[int]) -> tuple[str, ...]:
    ordered = sorted(numbers) or [0]
    return name, str(ordered[len(ordered) // 2]), str(ordered[len(ordered) * 9 // 10]), str(ordered[-1])


def _table(header: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    lines = [header, ["---"] * len(header), *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)
