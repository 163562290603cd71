"""The page: every part of the card, its pictures, and the list of sections beside it."""

from collections.abc import Mapping
from pathlib import Path

from pipelines.dataset.build import Dataset
from pipelines.dataset.card.counts import counts_part, kinds_part, sides_of
from pipelines.dataset.card.coverage import Covered, coverage
from pipelines.dataset.card.coverage_text import coverage_csv, coverage_part
from pipelines.dataset.card.lengths import Lengths, lengths_part
from pipelines.dataset.card.lineage import Made, examples_part, made_from_part, traced_part
from pipelines.dataset.card.markdown import share, table
from pipelines.dataset.card.plots import counts_plot, coverage_plot, lengths_plot


def write_card(made: Made, found: Lengths, folder: Path) -> list[str]:
    """Writes `card.md`, its pictures below `plots`, and `coverage.csv`.

    Args:
        made: What the dataset was made from, and what came out.
        found: How long its examples are in tokens.
        folder: Where to.

    Returns:
        The card in a few lines, for the end of the stage.
    """
    covered = coverage(made.sections, made.dataset, made.config)
    plots = {"counts": counts_plot(made.dataset), "coverage": coverage_plot(covered)}
    if found.sets:
        plots["lengths"] = lengths_plot(found)
    (folder / "plots").mkdir()
    for name, svg in plots.items():
        _write(folder / "plots" / f"{name}.svg", svg)
    _write(folder / "coverage.csv", coverage_csv(covered))
    _write(folder / "card.md", card(made, found, covered))
    return _in_short(found, covered)


def card(made: Made, found: Lengths, covered: list[Covered]) -> str:
    """Returns the card.

    Args:
        made: What the dataset was made from, and what came out.
        found: How long its examples are in tokens.
        covered: What touches each section.

    Returns:
        Markdown.
    """
    dataset = made.dataset
    parts = [
        "# Dataset card",
        _opening(made),
        "## What is asked",
        "![What is asked, by origin](plots/counts.svg)",
        counts_part(dataset),
        "## Questions without an answer, and pairs",
        kinds_part(dataset),
        "## Leaks",
        _leaks(dataset),
        *_sheets(dataset),
        *_teacher(dataset),
        "## Lengths",
        *(["![Lengths in training](plots/lengths.svg)"] if found.sets else []),
        lengths_part(found, dataset.train),
        "## Coverage",
        "![Sections of each document](plots/coverage.svg)",
        coverage_part(covered, wanted=made.config.dataset.examples - len(dataset.train)),
        "## Candidates that were not used",
        table(("reason", "candidates"), _by_count(dataset.rejected)),
        "## What it was made from",
        made_from_part(made),
        "## How to trace an example",
        traced_part(made),
        "## Ten examples",
        examples_part(made),
    ]
    return "\n\n".join(parts) + "\n"


def _opening(made: Made) -> str:
    dataset = made.dataset
    sides = ", ".join(f"{len(items):,} for {side}" for side, items in sides_of(dataset).items())
    teacher = "without a teacher" if dataset.teacher is None else "with a teacher beside them"
    return (
        f"Examples and questions: {sides}; {_aims(made)} were aimed at. Made from the sections of "
        f"{len({one.document for one in made.sections}):,} documents, {teacher}, for the audience "
        f"`{made.config.dataset.audience}`. Every label is proven against the sources it is shown with. "
        f"{dataset.golden:,} golden sections in training; {dataset.groups:,} groups could be asked about, and none is "
        "on two sides."
    )


def _aims(made: Made) -> str:
    counts = made.config.dataset
    return f"{counts.examples:,}, {counts.validation:,} and {counts.held_out:,}"


def _leaks(dataset: Dataset) -> str:
    checked = dataset.checked
    return (
        f"Proved leak rate 0: 0 of {checked.examples:,} examples, each compared with {checked.questions:,} held-out "
        f"questions by question, group and text ({checked.examples * checked.questions:,} pairs). Of the "
        f"{checked.texts:,} texts they show, the nearest to a held-out golden text has {checked.nearest:.0%} of all "
        "tokens in common with it. A leak would have stopped the stage."
    )


def _sheets(dataset: Dataset) -> list[str]:
    bound = dataset.bound
    if not (bound.questions or bound.retired):
        return []
    text = (
        f"From question sheets: {len(bound.questions):,} questions, {bound.verified:,} of them verified against a "
        f"section that changed; {len(bound.retired):,} retired."
    )
    return ["## Question sheets", text, *(f"- {where}: {why}" for where, why in bound.retired.items())]


def _teacher(dataset: Dataset) -> list[str]:
    counts = dataset.teacher
    if counts is None:
        return []
    text = (
        f"`{counts.model}` was asked about {counts.sections:,} sections and answered {counts.calls:,} calls "
        f"({counts.prompt_tokens:,} tokens read, {counts.completion_tokens:,} written). Proven, as everything else is: "
        f"{counts.questions:,} questions, {counts.wordings:,} other wordings, {counts.translated:,} questions in the "
        "other language."
    )
    return ["## Teacher", text, table(("reason", "of its work not used"), _by_count(counts.rejected))]


def _by_count(counts: Mapping[str, int]) -> list[tuple[str, str]]:
    ordered = sorted(counts.items(), key=lambda item: (-item[1], item[0]))
    return [(reason, f"{count:,}") for reason, count in ordered]


def _in_short(found: Lengths, covered: list[Covered]) -> list[str]:
    can = [one for one in covered if one.can_be_asked]
    asked = sum(1 for one in can if one.asked)
    untouched = sum(1 for one in can if not one.asked and not one.shown)
    notes = [
        f"coverage: {asked:,} of {len(can):,} sections are asked about ({share(asked, len(can))}), {untouched:,} are "
        "neither asked about nor shown"
    ]
    if found.sets:
        notes.append(
            f"lengths: the longest source set has {found.rows[-1]:,} of the {found.limit:,} tokens that {found.model} "
            "may be trained on"
        )
    if found.too_long:
        notes.append(f"{len(found.too_long):,} source sets are too long, and training will refuse them; see the card")
    return notes


def _write(path: Path, text: str) -> None:
    path.write_text(text, encoding="utf-8", newline="\n")
