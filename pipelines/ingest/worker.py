"""Readers run in a process of their own, limited in time, memory and output: a hostile file ends it, not the run."""

import os
import signal
import subprocess
import sys
import threading
from contextlib import suppress
from dataclasses import dataclass
from multiprocessing.connection import Connection, Pipe

from pipelines.ingest.blocks import UnreadableError
from pipelines.ingest.job import Job

START = "import sys; sys.path[:] = {path!r}; from pipelines.ingest.job import serve; serve({descriptor}, {limits})"


@dataclass(frozen=True, slots=True, kw_only=True)
class ReaderLimits:
    """What one file may take."""

    seconds: float
    memory: int
    """MiB the reader process may have."""
    output: int
    """MiB of what it sends."""


class Worker:
    """One reader process, started when first needed and again when it dies or takes too long.

    It is a program of its own rather than a `multiprocessing.Process`, which Dask's workers may not start.

    Args:
        limits: What one file may take.
    """

    def __init__(self, limits: ReaderLimits) -> None:
        self.limits = limits
        self.process: subprocess.Popen[bytes] | None = None
        self.connection: Connection | None = None

    def read(self, job: Job) -> bytes:
        """Reads one file in the process.

        Args:
            job: The file, and what its reading depends on.

        Returns:
            A `Read` as JSON.

        Raises:
            UnreadableError: The reader died, or ran into a limit.
        """
        connection = self.start()
        late = threading.Event()
        clock = threading.Timer(self.limits.seconds, self._end, [late])
        clock.start()
        try:
            connection.send(job)
            # Its length comes first: a process that a file took over cannot flood this one either.
            return connection.recv_bytes(self.limits.output * 2**20 + 1024)
        except (EOFError, OSError) as error:
            self.stop()
            if late.is_set():
                reason = f"reading took more than {self.limits.seconds:g} s"
                raise UnreadableError(reason, "raise `corpus.reader_seconds`") from error
            raise UnreadableError("the reader died on it", "open the file and save it again") from error
        finally:
            clock.cancel()
            clock.join()
            if late.is_set():  # also where the reply came in the same moment
                self.stop()

    def start(self) -> Connection:
        """Starts the process where none runs, without waiting for it, and returns the connection to it."""
        if self.process is None or self.process.poll() is not None or self.connection is None:
            self.stop()
            self.connection, theirs = Pipe()
            limits = f"{self.limits.memory}, {self.limits.output}"
            program = START.format(path=sys.path, descriptor=theirs.fileno(), limits=limits)
            self.process = subprocess.Popen(  # noqa: S603  # this interpreter, this package
                [sys.executable, "-c", program],
                stdin=subprocess.DEVNULL,
                # What a parser or its crash prints may be pieces of the document.
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                pass_fds=[theirs.fileno()],
                # An interruption is for the stage, which then ends this process and all that it started.
                start_new_session=True,
            )
            theirs.close()
        return self.connection

    def _end(self, late: threading.Event) -> None:
        late.set()
        self._kill()

    def _kill(self) -> None:
        # Once it is reaped, its number may be another's.
        if self.process is not None and self.process.returncode is None:
            with suppress(ProcessLookupError):
                os.killpg(self.process.pid, signal.SIGKILL)

    def stop(self) -> None:
        """Ends the process and what it started, whatever they are doing."""
        if self.connection is not None:
            self.connection.close()
        self._kill()
        if self.process is not None:
            self.process.wait()
        self.process = self.connection = None


_own = threading.local()
_running: set[Worker] = set()


def own_worker(limits: ReaderLimits) -> Worker:
    """Returns the reader process of this thread, which lives until `stop_workers` or the end of this program."""
    worker: Worker | None = getattr(_own, "worker", None)
    if worker is None or worker not in _running or worker.limits != limits:
        worker = _own.worker = Worker(limits)
        _running.add(worker)
    return worker


def stop_workers() -> None:
    """Ends the reader processes of all threads of this program."""
    while _running:
        _running.pop().stop()
