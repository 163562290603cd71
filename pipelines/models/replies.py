"""Replies of an endpoint on disk: each was paid for, so each is kept before the next one is waited for.

They lie beside what DVC owns, and a stage that runs again finds them. A reply quotes documents: it goes as soon as the
text it is about is in the corpus no more.
"""

import fcntl
import hashlib
import os
import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from pipelines.models.calls import Reply
from pipelines.runtime.errors import UserError

FILE = "replies.db"
_TABLE = """CREATE TABLE IF NOT EXISTS replies (
    call TEXT PRIMARY KEY, about TEXT, text TEXT, finish TEXT, prompt_tokens INTEGER, completion_tokens INTEGER
)"""


class Replies:
    """Replies by the name of their call; see `opened`.

    Args:
        connection: The open database.
    """

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        self.new: list[Reply] = []
        """What was kept since it was opened."""

    def find(self, key: str) -> Reply | None:
        """Returns the reply to a call, or None where it has none yet."""
        query = "SELECT text, finish, prompt_tokens, completion_tokens FROM replies WHERE call = ?"
        row = self._connection.execute(query, (key,)).fetchone()
        if row is None:
            return None
        return Reply(text=row[0], finish=row[1], prompt_tokens=row[2], completion_tokens=row[3])

    def keep(self, key: str, about: str, reply: Reply) -> None:
        """Keeps a reply, on disk when this returns; the first one to a call stays."""
        row = (key, about, reply.text, reply.finish, reply.prompt_tokens, reply.completion_tokens)
        with self._connection:
            self._connection.execute("INSERT OR IGNORE INTO replies VALUES (?, ?, ?, ?, ?, ?)", row)
        self.new.append(reply)

    def forget_others(self, about: Iterable[str]) -> None:
        """Removes the replies about every text that is not among these."""
        with self._connection as connection:
            connection.execute("CREATE TEMP TABLE here (about TEXT PRIMARY KEY)")
            connection.executemany("INSERT OR IGNORE INTO here VALUES (?)", [(name,) for name in about])
            connection.execute("DELETE FROM replies WHERE about NOT IN (SELECT about FROM here)")


@contextmanager
def opened(folder: Path) -> Iterator[Replies]:
    """Opens the replies for one run at a time, since two would both pay for one call.

    Args:
        folder: Where they are; made where it is not there.

    Yields:
        The replies.

    Raises:
        UserError: Another run has them, or the file is damaged.
    """
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    lock = os.open(folder / "lock", os.O_CREAT | os.O_RDWR, 0o600)
    try:
        _take(lock)
        with closing(_connected(folder / FILE)) as connection:
            yield Replies(connection)
    finally:
        os.close(lock)


def forget_others(about: Iterable[str], folder: Path) -> None:
    """Removes the replies about every text that is not among these, so that a withdrawn document leaves nothing."""
    if not (folder / FILE).exists():
        return
    with opened(folder) as kept:
        kept.forget_others(about)


def name_of(text: str) -> str:
    """Names a text that calls are about."""
    return hashlib.sha256(text.encode()).hexdigest()


def _take(lock: int) -> None:
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError as error:
        raise UserError(
            "another run is asking the same endpoint for this data folder",
            hint="wait until it ends; whatever it asked need not be asked again",
        ) from error


def _connected(file: Path) -> sqlite3.Connection:
    kept = sqlite3.connect(file, timeout=60)
    try:
        # What is deleted is overwritten: a reply quotes its document.
        kept.execute("PRAGMA secure_delete = ON")
        kept.execute(_TABLE)
    except sqlite3.OperationalError:  # the disk is full, or it may not be written
        raise
    except sqlite3.DatabaseError as error:
        # Not thrown away like a vector that is made again for nothing.
        raise UserError(
            f"{file} is damaged", hint=f"restore it from a backup, or delete it to pay for its replies again: rm {file}"
        ) from error
    return kept
