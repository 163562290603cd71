"""Outputs that are there whole or not at all, with a manifest that the next stage verifies.

A stage writes into a hidden folder beside its target. When everything is written, a manifest of hashes is added, all of
it is flushed to the disk, and the new output takes the old one's place in one step. A run that is killed leaves the old
output as it was; what it left behind is removed by the next run. The hidden folder is locked while its run lives, so
that no run removes what another still writes.
"""

import ctypes
import errno
import fcntl
import glob
import hashlib
import json
import os
import secrets
import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from pipelines.runtime.errors import UserError
from pipelines.runtime.folders import command_that_writes

MANIFEST = "manifest.json"
PAGES = frozenset({".csv", ".md", ".svg"})
"""Files for people: no stage reads them, so that a nicer page leaves what was made from the rest as good as it was."""
AT_FDCWD = -100
RENAME_EXCHANGE = 2
NOT_POSSIBLE_HERE = {errno.EINVAL, errno.ENOSYS, errno.ENOTSUP}


@contextmanager
def replacing_folder(target: Path, *, inputs: Mapping[str, str] | None = None) -> Iterator[Path]:
    """Yields an empty folder that becomes the target when the block ends, and vanishes when it raises.

    Args:
        target: The folder to replace or to make.
        inputs: Name → hash of what the output was made from; kept in the manifest.

    Yields:
        A folder beside the target, to be filled.
    """
    with _workspace(target) as workspace:
        new = workspace / target.name
        new.mkdir()
        yield new
        hashes = _hashes(new)
        _write_flushed(new / MANIFEST, _manifest(hashes, inputs or {}))
        for folder in (new, *(path for path in sorted(new.rglob("*")) if path.is_dir())):
            _flush(folder)
        _take_place(new, target, workspace)


@contextmanager
def replacing_file(target: Path, *, inputs: Mapping[str, str] | None = None) -> Iterator[Path]:
    """Yields a path whose file becomes the target when the block ends, and vanishes when it raises.

    The manifest is a file beside the target: `base.manifest.json` for `base.jsonl`.

    Args:
        target: The file to replace or to make.
        inputs: Name → hash of what the output was made from; kept in the manifest.

    Yields:
        A path to be written; the target itself is untouched until the block ends.
    """
    with _workspace(target) as workspace:
        new = workspace / target.name
        yield new
        _flush(new)
        files = {target.name: sha256_of(new)}
        previous = sha256_of(target) if target.exists() else None
        # Two files cannot change in one step: until the second manifest, the first holds for the old file and the new.
        _place_manifest(_manifest(files, inputs or {}, previous=previous), target, workspace)
        new.replace(target)
        if previous is not None:
            _place_manifest(_manifest(files, inputs or {}), target, workspace)
        _flush(target.parent)


def verify(target: Path) -> str:
    """Checks an output against its manifest.

    Args:
        target: A folder or file written by this module.

    Returns:
        The sha256 over the hashes of its files but `PAGES`, hexadecimal: equal contents give equal hashes.

    Raises:
        UserError: The output or its manifest is missing, or a file is missing, changed or not in the manifest.
    """
    hint = f"write it again with `{command_that_writes(target)}`, or all of it with `dvc repro score`"
    if not target.exists():
        raise UserError(f"{target} does not exist", hint=hint)
    manifest = manifest_of(target)
    if not manifest.is_file():
        raise UserError(f"{target} has no manifest, so it was not written to its end", hint=hint)
    try:
        recorded = json.loads(manifest.read_text(encoding="utf-8"))
        expected = dict(recorded["files"])
    except (ValueError, KeyError, TypeError) as error:
        raise UserError(f"{manifest} is not a manifest", hint=hint) from error
    found = _hashes(target) if target.is_dir() else {target.name: sha256_of(target)}
    if target.is_file() and found[target.name] == recorded.get("previous"):
        expected = found
    problems = [_difference(name, expected, found) for name in sorted({*expected, *found})]
    if any(problems):
        details = [problem for problem in problems if problem]
        raise UserError(f"{target} differs from its manifest", details=details, hint=hint)
    content = {name: sha256 for name, sha256 in found.items() if Path(name).suffix not in PAGES}
    return hashlib.sha256(json.dumps(content, sort_keys=True).encode()).hexdigest()


def manifest_of(target: Path) -> Path:
    """Returns where the manifest of an output is: inside a folder, beside a file."""
    return target / MANIFEST if target.is_dir() else target.with_name(f"{target.stem}.{MANIFEST}")


def sha256_of(path: Path) -> str:
    """Returns the sha256 of a file's bytes, hexadecimal."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def require_free_space(folder: Path, needed: int) -> None:
    """Makes sure that a disk has room before a long run begins.

    Args:
        folder: Where the output will be; it need not exist yet.
        needed: Bytes.

    Raises:
        UserError: Fewer bytes are free.
    """
    existing = next(path for path in (folder.absolute(), *folder.absolute().parents) if path.exists())
    free = shutil.disk_usage(existing).free
    if free < needed:
        raise UserError(
            f"not enough disk space for {folder}",
            details=[f"needed: {needed / 1e6:,.0f} MB, free: {free / 1e6:,.0f} MB"],
            hint="free some space, or set `data_dir=` to a folder on another disk",
        )


@contextmanager
def _workspace(target: Path) -> Iterator[Path]:
    target.parent.mkdir(parents=True, exist_ok=True)
    _recover(target)
    workspace = target.with_name(f".{target.name}.{secrets.token_hex(4)}.tmp")
    workspace.mkdir()
    lock = os.open(workspace, os.O_RDONLY)
    try:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield workspace
    finally:
        shutil.rmtree(workspace, ignore_errors=True)
        os.close(lock)


def _recover(target: Path) -> None:
    """Puts back an output that a killed run had moved aside, and removes what killed runs left."""
    for stale in sorted(target.parent.glob(f".{glob.escape(target.name)}.*.tmp")):
        lock = os.open(stale, os.O_RDONLY)
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            aside = stale / "old"
            if aside.is_dir() and not target.exists():
                aside.rename(target)
            shutil.rmtree(stale)
        except BlockingIOError:  # its run is alive
            continue
        finally:
            os.close(lock)


def _take_place(new: Path, target: Path, workspace: Path) -> None:
    if not target.exists():
        new.rename(target)
    elif not _exchange(new, target):
        # No exchange on this file system: there is a moment without a target, which `_recover` mends.
        target.rename(workspace / "old")
        new.rename(target)
    _flush(target.parent)


def _place_manifest(text: str, target: Path, workspace: Path) -> None:
    _write_flushed(workspace / MANIFEST, text)
    (workspace / MANIFEST).replace(target.with_name(f"{target.stem}.{MANIFEST}"))


def _exchange(one: Path, other: Path) -> bool:
    # A plain rename cannot replace a folder that has files; this system call swaps two names in one step.
    libc = ctypes.CDLL(None, use_errno=True)
    if not hasattr(libc, "renameat2"):
        return False
    if libc.renameat2(AT_FDCWD, os.fsencode(one), AT_FDCWD, os.fsencode(other), RENAME_EXCHANGE) == 0:
        return True
    code = ctypes.get_errno()
    if code in NOT_POSSIBLE_HERE:
        return False
    raise OSError(code, os.strerror(code), str(other))


def _hashes(folder: Path) -> dict[str, str]:
    return {
        path.relative_to(folder).as_posix(): sha256_of(path)
        for path in sorted(folder.rglob("*"))
        if path.is_file() and path != folder / MANIFEST
    }


def _manifest(files: Mapping[str, str], inputs: Mapping[str, str], *, previous: str | None = None) -> str:
    content: dict[str, Any] = {"files": dict(files), "inputs": dict(inputs)}
    if previous is not None:
        content["previous"] = previous
    return json.dumps(content, indent=2, sort_keys=True, ensure_ascii=False) + "\n"


def _write_flushed(path: Path, text: str) -> None:
    path.write_text(text, encoding="utf-8", newline="\n")
    _flush(path)


def _flush(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _difference(name: str, expected: Mapping[str, str], found: Mapping[str, str]) -> str | None:
    if name not in found:
        return f"{name} is missing"
    if name not in expected:
        return f"{name} is not in the manifest"
    return None if found[name] == expected[name] else f"{name} was changed"
