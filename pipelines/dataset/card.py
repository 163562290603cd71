"""The card: what the dataset is made of, for the person who trains on it."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from pipelines.dataset.build import Dataset
from pipelines.dataset.pairs import CHANGED, WITHOUT
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
        _checked(dataset),
        "## Lengths in training, in characters",
        _table(
            ("", "half have at most", "nine of ten have at most", "longest"),
            [_lengths("sources shown", shown), _lengths("answer", answers)],
        ),
        "## Candidates that were not used",
        _table(("reason", "candidates"), [(reason, str(count)) for reason, count in dataset.rejected.items()]),
    ]
    return "\n\n".join(parts) + "\n"


def _checked(dataset: Dataset) -> str:
    checked, bound = dataset.checked, dataset.bound
    sets = {example.source_set for example in dataset.train}
    pairs = {kind: sum(name.endswith(kind) for name in sets) for kind in (WITHOUT, CHANGED)}
    lines = [
        f"Leaks: 0 of {checked.examples} examples, each compared with {checked.questions} held-out questions by "
        f"question, group and text. Of the {checked.texts} texts they show, the nearest to a held-out golden text has "
        f"{checked.nearest:.0%} of all tokens in common with it.",
        "Source sets that repeat another one: "
        + ", ".join(f"{count} {kind}" for kind, count in pairs.items())
        + ". Changed values are in training alone.",
    ]
    if bound.questions or bound.retired:
        lines.append(
            f"From question sheets: {len(bound.questions)} questions, {bound.verified} of them verified against a "
            f"section that changed; {len(bound.retired)} retired."
        )
        lines += [f"- {where}: {why}" for where, why in bound.retired.items()]
    return "\n\n".join(lines)


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
