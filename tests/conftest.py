"""What holds for the whole test run: nothing leaves this machine, and property tests are repeatable."""

import sys
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import settings

from pipelines.runtime.offline import silence

silence()
settings.register_profile("repeatable", deadline=None, derandomize=True, max_examples=60)
settings.load_profile("repeatable")

NETWORK_EVENTS = {"socket.connect", "socket.sendto", "socket.getaddrinfo", "socket.gethostbyname"}
AT_HOME = {"localhost", "127.0.0.1", "::1", "0.0.0.0", "", None}
attempts: list[str] = []


def watch(event: str, arguments: tuple[Any, ...]) -> None:
    """Refuses every connection and name look-up that is not for this machine, and remembers it."""
    if event not in NETWORK_EVENTS:
        return
    address = arguments[1] if event in {"socket.connect", "socket.sendto"} else arguments[:1]
    if not isinstance(address, tuple) or not address:  # a path: a socket of this machine
        return
    host = address[0].decode() if isinstance(address[0], bytes) else address[0]
    if host not in AT_HOME:
        attempts.append(f"{event} {host}")
        raise ConnectionRefusedError(f"a test tried to reach {host}")


# An audit hook sees every socket that Python opens, also those of libraries that swallow the refusal.
sys.addaudithook(watch)


@pytest.fixture(autouse=True)
def nothing_leaves_the_machine() -> Iterator[None]:
    """Fails a test that tried to reach another machine, even if the library carried on without it."""
    before = len(attempts)
    yield
    assert attempts[before:] == [], f"a test tried to leave this machine: {attempts[before:]}"
