"""What a reader made of one file, as JSON for people and for scoring readers."""

import json
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import NoReturn

from pipelines.ingest.blocks import Block, Reading
from pipelines.ingest.config import Config, CorpusConfig
from pipelines.ingest.corpus import CorpusFile, files_of, read_corpus_file
from pipelines.ingest.files import File, read_file, settings_of
from pipelines.ingest.job import Read
from pipelines.ingest.ladder import Ladder
from pipelines.ingest.readers.options import Options
from pipelines.ingest.worker import stop_workers
from pipelines.runtime.errors import UserError


def show(path: Path, config: Config) -> NoReturn:
    """Prints the labelled blocks of one file as JSON, and nothing else.

    Raises:
        UserError: There is no such file, or no reader can read it.
        SystemExit: Always, since there is nothing to sum up.
    """
    if not path.is_file():
        raise UserError(f"{path} does not exist", hint="name a file: `python -m pipelines.ingest inspect=FILE`")
    read = _read(path.absolute(), config.corpus)
    if read.reading is None:
        raise UserError(f"{path} cannot be read: {read.reason}", hint=read.hint)
    counts = {"hidden": dict(read.hidden), "redacted": {kind: pieces for kind, pieces, _ in read.redacted}}
    sys.stdout.write(as_json(read.reading, counts) + "\n")
    sys.exit(0)


def _read(path: Path, config: CorpusConfig) -> Read:
    """Reads a file as the stage would, but leaves personal data in it: a look at a file writes nothing."""
    folder, stated, mapping = Path(config.path).absolute(), CorpusFile(), {}
    if path.is_relative_to(folder):
        stated = read_corpus_file(folder, [file.relative_to(folder).as_posix() for file in files_of(folder)])
        mapping = dict(stated.entry(path.relative_to(folder).as_posix()).mapping or {})
    settings = settings_of(config, None, stated.hotlines)
    try:
        return read_file(File(path=path, options=Options(ocr=config.ocr, mapping=mapping)), settings).read
    finally:
        stop_workers()


def as_json(reading: Reading, counts: Mapping[str, object] | None = None) -> str:
    """Returns the labelled blocks of one file as JSON.

    Args:
        reading: The blocks.
        counts: What else is said of the file.

    Returns:
        An object with `paragraphs` (label, text, path, kind, where, page) in reading order, `tables` (header, rows),
        `problems`, `changes`, and `parts`: the documents inside the file, each with its name and the same.
    """
    return json.dumps({**_shown(reading), **(counts or {})}, ensure_ascii=False, indent=1)


def _shown(reading: Reading) -> dict[str, object]:
    return {
        "paragraphs": _paragraphs(reading),
        "tables": [{"header": block.header, "rows": block.rows} for block in reading.blocks if block.kind == "table"],
        "problems": [{"locator": problem.locator, "reason": problem.reason} for problem in reading.problems],
        "changes": reading.changes,
        "parts": [{"name": part.name, **_shown(part.reading)} for part in reading.parts],
    }


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
