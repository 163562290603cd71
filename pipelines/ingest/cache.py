"""Readings of earlier runs: a file is read again only when it, its settings or the code that reads it changed."""

import hashlib
import json
import os
import sysconfig
from contextlib import suppress
from functools import lru_cache
from pathlib import Path
from typing import Any

import pipelines.ingest
import pipelines.language
from pipelines.ingest.job import Job, Read

CODE = (pipelines.ingest, pipelines.language)


def fingerprint(content: bytes) -> str:
    """Returns the sha256 of bytes, hexadecimal."""
    return hashlib.sha256(content).hexdigest()


@lru_cache(maxsize=1)
def code_fingerprint() -> str:
    """Returns a hash over all that reads: this package's source and the versions of what is installed."""
    folders = [Path(str(package.__file__)).parent for package in CODE]
    sources = [path for folder in folders for path in sorted(folder.rglob("*.py"))]
    installed = sorted(path.name for path in Path(sysconfig.get_path("purelib")).glob("*.dist-info"))
    return fingerprint("\n".join([*(fingerprint(path.read_bytes()) for path in sources), *installed]).encode())


def key_of(job: Job, digest: str, limits: tuple[int, ...], code: str) -> str:
    """Names a job so that whatever may change its reading changes the name.

    Args:
        job: The file and its settings.
        digest: The hash of the file.
        limits: The limits that can be the reason why it cannot be read.
        code: The hash of the code that reads.

    Returns:
        A sha256, hexadecimal; it gives nothing of the secret away.
    """
    options = {name: getattr(job.options, name) for name in job.options.__slots__}
    parts = [digest, fingerprint(job.secret or b""), job.suffix.lower(), options, job.allowed, limits, code]
    return fingerprint(json.dumps(parts, sort_keys=True, default=dict).encode())


def load(folder: Path, key: str) -> Read | None:
    """Returns what an earlier run read, or None where there is nothing or it is damaged."""
    try:
        mark, _, content = (folder / f"{key}.json").read_bytes().partition(b"\n")
        return parse(content) if mark.decode() == fingerprint(content) else None
    except (OSError, ValueError):
        return None


def store(folder: Path, key: str, content: bytes) -> None:
    """Keeps what was read: there whole or not at all, and for its owner alone; a full disk is no reason to stop."""
    temporary = folder / f"{key}.{os.getpid()}"
    with suppress(OSError):
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        temporary.write_bytes(fingerprint(content).encode() + b"\n" + content)
        temporary.replace(folder / f"{key}.json")


def keep_only(folder: Path, keys: set[str]) -> None:
    """Removes every entry that the run which ends here did not use, so that a withdrawn document leaves nothing."""
    for path in sorted(folder.glob("*")):
        if path.name.removesuffix(".json") not in keys:
            path.unlink(missing_ok=True)


def parse(content: bytes) -> Read:
    """Returns the record in a reader's reply.

    Raises:
        ValueError: It is no such record.
    """
    read: Read = _adapter().validate_json(content)
    return read


@lru_cache(maxsize=1)
def _adapter() -> Any:  # noqa: ANN401
    from pydantic import TypeAdapter

    return TypeAdapter(Read)
