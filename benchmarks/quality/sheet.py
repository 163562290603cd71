"""The questions of a sheet that can be asked: those whose answer stands in a section as it was cut."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from benchmarks.quality.sets import write_sheet
from pipelines.records import Section


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What became of a sheet."""

    path: Path
    """The sheet with the questions that are asked."""
    asked: int
    left_out: Sequence[str]
    """Why a question is not asked, one line each."""


def bindable(sheet: Path, sections: Sequence[Section], target: Path, most: int | None = None) -> Asked:
    """Writes the questions that the stage `dataset` would take, which refuses a sheet for a single row.

    Args:
        sheet: All questions.
        sections: The sections that were cut from the documents.
        target: Where the sheet of those that are asked goes.
        most: How many are asked at most, drawn evenly; None: all.

    Returns:
        The sheet, and why questions are not asked.
    """
    from pipelines.dataset.bound import bind
    from pipelines.dataset.config import Config
    from pipelines.dataset.leaks import normal
    from pipelines.dataset.misses import Misses
    from pipelines.dataset.pool import Pool
    from pipelines.dataset.sheets import read_sheets
    from pipelines.retrieval.index import Index
    from pipelines.runtime.errors import UserError

    config = Config()
    # Only questions of an earlier dataset ask for them, and there are none.
    misses = Misses((), Pool((), Index.build(sections[:1]), config), config.seed)
    usable = [one for one in sections if one.citable and one.audience == config.dataset.audience]
    kept: list[tuple[str, str, str]] = []
    left_out: list[str] = []
    seen: set[str] = set()
    for row in read_sheets([str(sheet)]):
        try:
            bind([row], usable, misses, config)
        except UserError as error:
            left_out += error.details
            continue
        if normal(row.question) in seen:
            left_out.append(f"{row.where}  asks what a row above asks already")
            continue
        seen.add(normal(row.question))
        kept.append((row.question, row.answer, row.key))
    chosen = kept if most is None or most >= len(kept) else [kept[place * len(kept) // most] for place in range(most)]
    return Asked(path=write_sheet(target, chosen), asked=len(chosen), left_out=left_out)
