"""What a reader made of one file, as JSON for people and for scoring readers."""

import json
import sys
from pathlib import Path
from typing import NoReturn

from pipelines.ingest.blocks import Block, Reading, UnreadableError
from pipelines.ingest.config import Config
from pipelines.ingest.ladder import Ladder
from pipelines.ingest.stage import read_file
from pipelines.runtime.errors import UserError


def show(path: Path, config: Config) -> NoReturn:
    """Prints the labelled blocks of one file as JSON, and nothing else.

    Raises:
        UserError: There is no such file, or no reader can read it.
        SystemExit: Always, since there is nothing to sum up.
    """
    if not path.is_file():
        raise UserError(f"{path} does not exist", hint="name a file: `python -m pipelines.ingest inspect=FILE`")
    try:
        reading = read_file(path, config.corpus)
    except UnreadableError as error:
        raise UserError(f"{path} cannot be read: {error.reason}", hint=error.hint) from error
    sys.stdout.write(as_json(reading) + "\n")
    sys.exit(0)


def as_json(reading: Reading) -> str:
    """Returns the labelled blocks of one file as JSON.

    Args:
        reading: The blocks.

    Returns:
        An object with `paragraphs` (label, text, path, kind, where, page) in reading order, `tables` (header, rows)
        and `problems`.
    """
    tables = [{"header": block.header, "rows": block.rows} for block in reading.blocks if block.kind == "table"]
    problems = [{"locator": problem.locator, "reason": problem.reason} for problem in reading.problems]
    shown = {"paragraphs": _paragraphs(reading), "tables": tables, "problems": problems}
    return json.dumps(shown, ensure_ascii=False, indent=1)


def _paragraphs(reading: Reading) -> list[dict[str, object]]:
    ladder = Ladder()
    return [
        {
            "label": block.label,
            "text": block.text or "\n".join("：".join(row) for row in block.rows),
            "path": _path(block, ladder),
            "kind": block.kind,
            "where": block.where,
            "page": block.page,
        }
        for block in reading.blocks
        if block.kind != "table"
    ]


def _path(block: Block, ladder: Ladder) -> list[str]:
    if block.where in ("header", "footnote", "textbox"):
        return []
    enclosing = tuple(ladder.rungs) if block.where == "table" else ladder.climb(block)
    return [rung.block.label for rung in enclosing if rung.block.label]
