"""What every stage has in common: its command line, its exit code, and the summary it ends with."""

import errno
import json
import logging
import signal
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import NoReturn, Protocol, TypeVar

from rich.table import Table

from pipelines.runtime.errors import UserError
from pipelines.runtime.folders import Folders
from pipelines.runtime.progress import console, errors

MISTAKE = 2
NO_SPACE = {errno.ENOSPC, errno.EDQUOT}
NO_PERMISSION = {errno.EACCES, errno.EPERM, errno.EROFS}


class StageConfig(Protocol):
    """What the configuration of every stage has."""

    @property
    def data_dir(self) -> str:
        """The data folder."""


C = TypeVar("C", bound=StageConfig)


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What a stage did, in counts; printed when it ends."""

    read: Mapping[str, int] = field(default_factory=dict)
    made: Mapping[str, int] = field(default_factory=dict)
    dropped: Mapping[str, int] = field(default_factory=dict)
    """Reason → count of what was read and did not go on."""
    where: Sequence[Path] = ()
    next_command: str = ""
    notes: Sequence[str] = ()
    exit_code: int = 0
    part: str = ""
    """Which part of the stage ran, such as an arm's name; it stands beside the stage's name."""


def main(name: str, schema: type[C], work: Callable[[C], Outcome], doc: str) -> NoReturn:
    """Runs a stage from the command line, and ends the process.

    Args:
        name: The stage's name, as in `python -m pipelines.NAME`.
        schema: The frozen dataclass of its configuration.
        work: Does the stage's work; its mistakes of the user's are `UserError`.
        doc: What `--help` says first.

    Raises:
        SystemExit: Always: 0 done, 2 the user's mistake; `promote` has more. A crash ends with 1 and a traceback.
    """
    arguments = sys.argv[1:]
    if {"-h", "--help"} & set(arguments):
        from pipelines.runtime.help import page

        sys.stdout.write(page(name, schema, doc))
        sys.exit(0)
    _log_warnings_only()
    # A scheduler's polite end is an interruption like the keyboard's, so that half-written outputs are removed.
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    try:
        sys.exit(_run(name, schema, work, arguments))
    except UserError as error:
        errors.print(str(error))
    except KeyboardInterrupt:
        errors.print(str(UserError(f"{name} was interrupted; earlier outputs are as they were")))
    except OSError as error:
        errors.print(str(disk_error(error)))
    sys.exit(MISTAKE)


def _log_warnings_only() -> None:
    # On the handler as well: some libraries set their own loggers to DEBUG.
    logging.basicConfig(level=logging.WARNING, format="%(levelname)s %(name)s: %(message)s")
    for handler in logging.getLogger().handlers:
        handler.setLevel(logging.WARNING)
    # It misses a kernel of a package that downloads kernels; 4-bit weights are for GPUs, which need none of them.
    logging.getLogger("bitsandbytes.backends.cpu.ops").setLevel(logging.ERROR)


def disk_error(error: OSError) -> UserError:
    """Says what a full or read-only disk means for the user; any other error is raised again.

    Raises:
        OSError: The error has another cause, so it is a crash.
    """
    where = f" {error.filename}" if error.filename else " the output"
    hint = "earlier outputs are as they were; set `data_dir=` to write to another disk"
    if error.errno in NO_SPACE:
        return UserError(f"no space left on the disk while writing{where}", hint=hint)
    if error.errno in NO_PERMISSION:
        return UserError(f"no permission to open or write{where}", hint=hint)
    raise error


def _run(name: str, schema: type[C], work: Callable[[C], Outcome], arguments: Sequence[str]) -> int:
    from pipelines.runtime.config import compose

    began = time.monotonic()
    config = compose(schema, arguments)
    outcome = work(config)
    seconds, peak = time.monotonic() - began, peak_memory_mb()
    label = f"{name} {outcome.part}".strip()
    _record(Folders(Path(config.data_dir)), {"stage": label, "seconds": round(seconds, 1), "peak_memory_mb": peak})
    console.print(_heading(label, seconds, peak))
    console.print(_summary(outcome))
    return outcome.exit_code


def peak_memory_mb() -> int:
    """Returns the largest resident memory this process has had, in megabytes."""
    import resource

    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return round(peak / (1e6 if sys.platform == "darwin" else 1e3))


def _record(folders: Folders, times: Mapping[str, str | float]) -> None:
    folders.tracking.mkdir(parents=True, exist_ok=True)
    line = {**times, "when": datetime.now(UTC).isoformat(timespec="seconds")}
    with (folders.tracking / "stages.jsonl").open("a", encoding="utf-8") as file:
        file.write(json.dumps(line, ensure_ascii=False) + "\n")


def _heading(label: str, seconds: float, peak: int) -> str:
    return f"{label}: {seconds:.1f} s, {peak:,} MB of memory at its peak"


def _summary(outcome: Outcome) -> Table:
    table = Table.grid(padding=(0, 2))
    for title, counts in (("read", outcome.read), ("made", outcome.made), ("dropped", outcome.dropped)):
        for place, (what, count) in enumerate(counts.items()):
            table.add_row("", title if place == 0 else "", f"{count:,} {what}")
    for place, path in enumerate(outcome.where):
        table.add_row("", "where" if place == 0 else "", str(path))
    for place, note in enumerate(outcome.notes):
        table.add_row("", "note" if place == 0 else "", note)
    if outcome.next_command:
        table.add_row("", "next", outcome.next_command)
    return table
