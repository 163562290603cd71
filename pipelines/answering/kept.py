"""Answers that an earlier run left, so that a run which was killed need not write them again.

Each finished answer is a line of its own, under a name made of everything that shaped it: the tokens of its prompt, the
weights, how it was decoded and by what code. An answer under another name is never taken.
"""

import hashlib
import json
import os
from collections.abc import Iterator, Sequence
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any

from pipelines.answering.shown import Asked
from pipelines.answering.writers import Finished, Writer, Written


class KeptAnswers:
    """The answers of one arm.

    Args:
        path: Their file; it need not exist. Its folder is made with the first answer.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._known = dict(_read(path))
        self._used: dict[str, Written] = {}
        self.found = 0
        """How many answers were taken from an earlier run."""

    def take(self, name: str) -> Written | None:
        """Returns the answer of a name, if an earlier run left it."""
        kept = self._known.get(name)
        if kept is not None:
            self._used[name] = kept
            self.found += 1
        return kept

    def add(self, name: str, written: Written) -> None:
        """Keeps an answer, for its owner alone; it is there even if the process is killed next."""
        self._used[name] = written
        self._path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        with os.fdopen(os.open(self._path, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600), "ab") as file:
            # What a killed run left without its end stays a line of its own.
            file.write(b"\n" + _line(name, written))

    def keep_used(self) -> None:
        """Removes every answer that this run did not use, so that a withdrawn document leaves nothing."""
        if not self._path.is_file():
            return
        new = self._path.with_name(f"{self._path.name}.{os.getpid()}")
        lines = [_line(name, written) for name, written in sorted(self._used.items())]
        with os.fdopen(os.open(new, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file:
            file.write(b"\n".join(lines))
        new.replace(self._path)


def resuming(writer: Writer, kept: KeptAnswers) -> Writer:
    """Returns a writer that writes only what no earlier run has written.

    Args:
        writer: The writer; one whose answers have no names is returned as it is.
        kept: The answers of earlier runs; what is written is added to them, what is not asked for any more leaves.

    Returns:
        A writer whose answers are the same, those of an earlier run first.
    """
    names_of = writer.names
    if names_of is None:
        return writer

    def write(asked: Sequence[Asked], finished: Finished) -> None:
        names = names_of(asked)
        answers = [kept.take(name) for name in names]
        for place, answer in enumerate(answers):
            if answer is not None:
                finished(place, answer)
        missing = [place for place, answer in enumerate(answers) if answer is None]

        def keep(place: int, written: Written) -> None:
            kept.add(names[missing[place]], written)
            finished(missing[place], written)

        writer.write([asked[place] for place in missing], keep)
        kept.keep_used()

    return replace(writer, write=write)


def _read(path: Path) -> Iterator[tuple[str, Written]]:
    for line in path.read_bytes().split(b"\n") if path.is_file() else []:
        mark, _, content = line.partition(b" ")
        if mark and mark.decode("ascii", "replace") == hashlib.sha256(content).hexdigest():
            record: dict[str, Any] = json.loads(content)
            yield record.pop("name"), Written(**record)


def _line(name: str, written: Written) -> bytes:
    content = json.dumps({"name": name, **asdict(written)}, sort_keys=True, ensure_ascii=False).encode()
    return hashlib.sha256(content).hexdigest().encode() + b" " + content
