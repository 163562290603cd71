"""What the reader process does with one file, and the limits it lives under: nothing here trusts the file."""

import ctypes
import json
import resource
import signal
import sys
from collections import Counter
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from pipelines.ingest.blocks import Reading, UnreadableError
from pipelines.ingest.conservation.tally import Tally, size, tally
from pipelines.ingest.readers.options import Options

if TYPE_CHECKING:
    from pipelines.ingest.personal.redactor import Redactor

PR_SET_PDEATHSIG = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Job:
    """One file, and all that its reading depends on."""

    data: bytes
    suffix: str
    options: Options = field(default_factory=Options)
    secret: bytes | None
    """Makes the pseudonyms; None: personal data stays, for its owner's look at one file."""
    allowed: tuple[str, ...] = ()
    """The company's own numbers and mailboxes, which are no personal data."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Read:
    """What became of one file: its reading without hidden text and personal data, or the reason why there is none."""

    reading: Reading | None = None
    tally: Tally | None = None
    """None: the file cannot be counted but by its reader."""
    hidden: tuple[tuple[str, int], ...] = ()
    """(kind, characters), sorted by kind."""
    redacted: tuple[tuple[str, int, int], ...] = ()
    """(kind of personal data, pieces, characters), sorted by kind."""
    reason: str = ""
    hint: str | None = None


def serve(descriptor: int, memory: int, output: int) -> None:
    """Answers jobs until the other side closes; what the reader process runs.

    Args:
        descriptor: The file descriptor of its connection.
        memory: MiB that the process may have.
        output: MiB that one reading may have as JSON.
    """
    import logging
    from multiprocessing.connection import Connection

    from pipelines.ingest.personal import redactor  # noqa: F401  # the slowest import, while the stage does its own

    # Parsers log pieces of what they parse, and a core dump holds all of it.
    logging.disable(logging.CRITICAL)
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_AS, (memory * 2**20, memory * 2**20))
    _die_with_the_stage()
    connection = Connection(descriptor)
    with suppress(EOFError, BrokenPipeError, ConnectionResetError):
        while True:
            connection.send_bytes(reply(connection.recv(), output))


def _die_with_the_stage() -> None:
    """A killed stage cannot stop a reader that hangs; Linux does it."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGKILL)


def reply(job: Job, output: int) -> bytes:
    """Does a job.

    Args:
        job: The job.
        output: MiB that the reply may have.

    Returns:
        A `Read` as JSON: data that cannot run in the stage, as a pickle from a process that a file took over could.
    """
    try:
        content = _as_json(do(job))
        if len(content) <= output * 2**20:
            return content
        refused = Read(reason=f"its text is larger than {output} MiB", hint="raise `corpus.reader_output_megabytes`")
    except UnreadableError as error:
        refused = Read(reason=error.reason, hint=error.hint, tally=_count(job))
    except MemoryError:
        hint = "raise `corpus.reader_megabytes`, or split the file"
        refused = Read(reason="reading needs more memory than allowed", hint=hint)
    except RecursionError:
        refused = Read(reason="nested too deeply")
    except Exception as error:  # noqa: BLE001  # a parser's own bug must not end the run; the file goes to quarantine
        refused = Read(reason=f"the reader failed: {type(error).__name__}", hint="open the file and save it again")
    return _as_json(refused)


def _count(job: Job) -> Tally | None:
    """What is in a file that no reader can read, where that can be known."""
    with suppress(Exception):
        return tally(job.data, job.suffix, Reading())
    return None


def _as_json(read: Read) -> bytes:
    # Half of a surrogate pair, which a broken file may hold, is no text in UTF-8.
    shown = json.dumps(read, default=lambda it: {name: getattr(it, name) for name in it.__slots__}, ensure_ascii=False)
    return shown.encode("utf-8", "replace")


def do(job: Job) -> Read:
    """Reads a file, counts what became of it, and takes hidden text and personal data out.

    Args:
        job: The file, and what its reading depends on.

    Returns:
        What may be written to a disk, if the job has a secret.

    Raises:
        UnreadableError: No reader can read it.
    """
    from pipelines.ingest.conservation.clean import clean
    from pipelines.ingest.personal.redactor import Redactor
    from pipelines.ingest.readers import read

    reading = clean(read(job.data, job.suffix, job.options))
    counted = tally(job.data, job.suffix, reading)
    hidden: Counter[str] = Counter()
    for part in readings(reading):
        for item in part.hidden:
            hidden[item.kind] += size(item.text)
    redactor = Redactor(secret=job.secret or bytes(32), allowed=job.allowed)
    safe, findings = redactor.reading(_public(reading, redactor))
    pieces, characters = Counter(finding.kind for finding in findings), Counter[str]()
    for finding in findings:
        characters[finding.kind] += finding.characters
    return Read(
        reading=reading if job.secret is None else safe,
        tally=counted,
        hidden=tuple(sorted(hidden.items())),
        redacted=tuple((kind, pieces[kind], characters[kind]) for kind in sorted(pieces)),
    )


def readings(reading: Reading) -> Iterator[Reading]:
    """Yields a reading and, below it, those of all its parts."""
    yield reading
    for part in reading.parts:
        yield from readings(part.reading)


def _public(reading: Reading, redactor: "Redactor") -> Reading:
    """Takes hidden text out, and personal data of the places where something could not be read."""
    problems = tuple(replace(problem, locator=redactor.text(problem.locator)[0]) for problem in reading.problems)
    parts = tuple(replace(part, reading=_public(part.reading, redactor)) for part in reading.parts)
    return replace(reading, hidden=(), problems=problems, parts=parts)
