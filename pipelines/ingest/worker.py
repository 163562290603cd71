"""Readers run in a process of their own, limited in time and memory: a hostile file ends that process, not the run."""

import ctypes
import multiprocessing
import resource
import signal
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess

from pipelines.ingest.blocks import Reading, UnreadableError

PR_SET_PDEATHSIG = 1


class Worker:
    """One reader process, started when first needed and again when it dies or takes too long.

    Args:
        seconds: How long one file may take.
        megabytes: How much memory the process may have.
    """

    def __init__(self, *, seconds: float, megabytes: int) -> None:
        self.seconds = seconds
        self.megabytes = megabytes
        self.process: BaseProcess | None = None
        self.connection: Connection | None = None

    def read(self, data: bytes, suffix: str) -> Reading:
        """Reads one file's bytes in the process.

        Args:
            data: The file's bytes.
            suffix: The ending of its name.

        Returns:
            What the reader made of it.

        Raises:
            UnreadableError: The reader gave up, died, or ran into a limit.
        """
        connection = self._started()
        try:
            connection.send((data, suffix))
            if not connection.poll(self.seconds):
                self.stop()
                raise UnreadableError(f"reading took more than {self.seconds:g} s", "raise `corpus.reader_seconds`")
            result = connection.recv()
        except (EOFError, BrokenPipeError, ConnectionResetError) as error:
            self.stop()
            raise UnreadableError("the reader died on it", "open the file and save it again") from error
        if isinstance(result, Reading):
            return result
        raise UnreadableError(*result)

    def _started(self) -> Connection:
        if self.process is None or not self.process.is_alive() or self.connection is None:
            self.stop()
            context = multiprocessing.get_context("spawn")
            self.connection, theirs = context.Pipe()
            self.process = context.Process(target=serve, args=(theirs, self.megabytes), daemon=True)
            self.process.start()
            theirs.close()
        return self.connection

    def stop(self) -> None:
        """Ends the process, whatever it is doing."""
        if self.connection is not None:
            self.connection.close()
        if self.process is not None:
            self.process.kill()
            self.process.join()
        self.process = self.connection = None


@contextmanager
def worker(*, seconds: float, megabytes: int) -> Iterator[Worker]:
    """Yields a worker that is stopped when the block ends."""
    running = Worker(seconds=seconds, megabytes=megabytes)
    try:
        yield running
    finally:
        running.stop()


def serve(connection: Connection, megabytes: int) -> None:
    """Reads files until the other side closes; what the worker process runs."""
    import logging

    from pipelines.ingest.readers import read

    # Parsers log pieces of what they parse.
    logging.disable(logging.CRITICAL)
    _die_with_the_stage()
    # An interruption is for the stage, which then ends this process.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    limit = megabytes * 2**20
    resource.setrlimit(resource.RLIMIT_AS, (limit, limit))
    while True:
        try:
            data, suffix = connection.recv()
        except (EOFError, KeyboardInterrupt):
            return
        connection.send(_result(read, data, suffix))


def _die_with_the_stage() -> None:
    """A killed stage cannot stop a reader that hangs; Linux does it."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGKILL)


def _result(read: Callable[[bytes, str], Reading], data: bytes, suffix: str) -> Reading | tuple[str, str | None]:
    try:
        return read(data, suffix)
    except UnreadableError as error:
        return (error.reason, error.hint)
    except MemoryError:
        return ("reading needs more memory than allowed", "raise `corpus.reader_megabytes`, or split the file")
    except RecursionError:
        return ("nested too deeply", None)
    except Exception as error:  # noqa: BLE001  # a parser's own bug must not end the run; the file goes to quarantine
        return (f"the reader failed: {type(error).__name__}", "open the file and save it again")
