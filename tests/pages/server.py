"""The tracking store's own server, as `make ui` starts it."""

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from pipelines.runtime.folders import Folders
from pipelines.runtime.tracking import local_uri

QUIET = {"MLFLOW_DISABLE_TELEMETRY": "true", "DO_NOT_TRACK": "1", "MLFLOW_MODEL_CATALOG_URI": ""}


@contextmanager
def served(data: Path) -> Iterator[str]:
    """Yields the address of a server over a data folder's store; all of its processes end with the block."""
    port = _free_port()
    command = [sys.executable, "-m", "mlflow", "ui", "--backend-store-uri", local_uri(Folders(data))]
    command += ["--host", "127.0.0.1", "--port", str(port), "--workers", "1"]
    # A session of its own, since the server starts workers that outlive it otherwise.
    process = subprocess.Popen(
        command,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        env={**os.environ, **QUIET},
        start_new_session=True,
    )
    try:
        _wait_until_up(f"http://127.0.0.1:{port}/health", process)
        yield f"http://127.0.0.1:{port}"
    finally:
        # The server's workers are of its group, and some of them outlive a polite end.
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()


def _wait_until_up(url: str, process: "subprocess.Popen[bytes]") -> None:
    for _ in range(360):
        assert process.poll() is None, "the server ended"
        try:
            with urllib.request.urlopen(url, timeout=5):
                return
        except OSError:
            time.sleep(0.5)
    raise TimeoutError("the server did not start")


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
