"""One file of the corpus: its hash, and its reading from the cache or from a reader process."""

import hashlib
import secrets
from dataclasses import dataclass, field
from pathlib import Path

from pipelines.ingest import cache
from pipelines.ingest.blocks import UnreadableError
from pipelines.ingest.config import CorpusConfig
from pipelines.ingest.job import Job, Read
from pipelines.ingest.readers.options import Options
from pipelines.ingest.worker import ReaderLimits, own_worker
from pipelines.runtime.errors import UserError

SECRET_BYTES = 32


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """What the files of a run have in common."""

    limits: ReaderLimits
    max_file: int
    """MiB."""
    secret: bytes | None
    allowed: tuple[str, ...]
    kept: Path | None = None
    """The folder of readings of earlier runs."""
    code: str = field(default_factory=cache.code_fingerprint)
    """Hash of the code that reads."""


@dataclass(frozen=True, slots=True, kw_only=True)
class File:
    """A file to read."""

    path: Path
    options: Options = field(default_factory=Options)


@dataclass(frozen=True, slots=True, kw_only=True)
class FileRead:
    """What became of a file, and where the cache keeps it."""

    read: Read
    sha256: str
    bytes: int
    key: str = ""
    """Empty: the cache does not keep it."""
    again: bool = True
    """False where its reading was in the cache."""


def settings_of(
    config: CorpusConfig, secret: bytes | None, allowed: tuple[str, ...], kept: Path | None = None
) -> Settings:
    """Returns what the files of a run have in common.

    Args:
        config: The limits.
        secret: Makes the pseudonyms; None: personal data stays, and nothing of it may be kept.
        allowed: The company's own numbers and mailboxes.
        kept: Where readings are kept; None: nowhere.
    """
    limits = ReaderLimits(
        seconds=config.reader_seconds, memory=config.reader_megabytes, output=config.reader_output_megabytes
    )
    return Settings(limits=limits, max_file=config.max_file_megabytes, secret=secret, allowed=allowed, kept=kept)


def secret_of(path: Path) -> bytes:
    """Returns the secret in a file; where there is none, a new one that its owner alone can read is written there.

    Raises:
        UserError: What the file holds is too short to be one.
    """
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch(mode=0o600)
        path.write_bytes(secrets.token_bytes(SECRET_BYTES))
    secret = path.read_bytes()
    if len(secret) < SECRET_BYTES // 2:
        raise UserError(f"{path} is too short for a secret", hint="remove it, and the next run writes a new one")
    return secret


def read_file(file: File, settings: Settings) -> FileRead:
    """Reads one file, if no earlier run has.

    Args:
        file: The file.
        settings: What it has in common with the others.

    Returns:
        What became of it; a file that cannot be read has a reason.
    """
    try:
        size = file.path.stat().st_size
        if size > settings.max_file * 2**20:
            with file.path.open("rb") as opened:
                digest = hashlib.file_digest(opened, "sha256").hexdigest()
            return _refused(f"larger than {settings.max_file} MiB", "raise `corpus.max_file_megabytes`", digest, size)
        data = file.path.read_bytes()
    except OSError:
        return _refused("the file cannot be opened", "check who may read it", cache.fingerprint(b""), 0)
    job = Job(
        data=data, suffix=file.path.suffix, options=file.options, secret=settings.secret, allowed=settings.allowed
    )
    return _read(job, settings, cache.fingerprint(data))


def _read(job: Job, settings: Settings, digest: str) -> FileRead:
    limits, kept = settings.limits, settings.kept
    key = cache.key_of(job, digest, (limits.memory, limits.output), settings.code)
    known = cache.load(kept, key) if kept else None
    if known is not None:
        return FileRead(read=known, sha256=digest, bytes=len(job.data), key=key, again=False)
    try:
        content = own_worker(limits).read(job)
        read = cache.parse(content)
    except UnreadableError as error:
        # A limit of time or a death may be this machine's fault at this moment: not kept.
        return _refused(error.reason, error.hint, digest, len(job.data))
    except ValueError:
        return _refused("the reader gave no reading", None, digest, len(job.data))
    if kept:
        cache.store(kept, key, content)
    return FileRead(read=read, sha256=digest, bytes=len(job.data), key=key)


def _refused(reason: str, hint: str | None, digest: str, size: int) -> FileRead:
    return FileRead(read=Read(reason=reason, hint=hint), sha256=digest, bytes=size)
