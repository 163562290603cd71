"""Any OpenAI-compatible endpoint: messages or a prompt in, text out, nothing else contacted.

Many dialogues go on at once, each with one call at a time, so that the endpoint always has `concurrency` calls to work
on; their results come back in the order in which they were given. A received reply is kept before anything else is
waited for, and a call that was answered before is not made again.
"""

import asyncio
from collections.abc import Callable, Generator, Iterator, Sequence
from typing import TYPE_CHECKING, Protocol, TypeVar, cast

from pipelines.models.calls import Call, Continuation, Endpoint, Failure, Reason, Reply, api_key
from pipelines.models.wire import client_for, complete, gone, reach

if TYPE_CHECKING:
    from openai import AsyncOpenAI

__all__ = [
    "Call",
    "Continuation",
    "Dialogue",
    "Endpoint",
    "Failure",
    "Keeper",
    "Reason",
    "Reply",
    "api_key",
    "converse",
]

R = TypeVar("R")

# So many calls in a row without a reply, for each that goes on at once, and the endpoint counts as gone.
_PATIENCE = 3

Dialogue = Generator[Call | Continuation, Reply | Failure, R]
"""Yields one call after the other, is sent the replies, and returns what it made of them."""


class Keeper(Protocol):
    """Where replies stay."""

    def find(self, key: str) -> Reply | None:
        """Returns the reply to a call of an earlier run or of this one."""

    def keep(self, key: str, about: str, reply: Reply) -> None:
        """Keeps a reply; when it returns, a kill loses nothing any more."""


def converse(
    dialogues: Sequence[Dialogue[R]], endpoint: Endpoint, kept: Keeper, advance: Callable[[int], None]
) -> list[R]:
    """Leads dialogues with an endpoint to their ends, many at once.

    Args:
        dialogues: What yields calls.
        endpoint: Where they go.
        kept: Where replies are found and stay.
        advance: Is told whenever a dialogue ended.

    Returns:
        What the dialogues returned, in their order.

    Raises:
        UserError: The endpoint cannot be reached, does not know the key or the model, or answers no more. Replies that
            came before are kept.
    """
    return asyncio.run(_all(dialogues, _Desk(endpoint, kept), advance))


async def _all(dialogues: Sequence[Dialogue[R]], desk: "_Desk", advance: Callable[[int], None]) -> list[R]:
    results: dict[int, R] = {}
    waiting = iter(enumerate(dialogues))

    async def lead(waiting: Iterator[tuple[int, Dialogue[R]]]) -> None:
        for place, dialogue in waiting:
            results[place] = await desk.lead(dialogue)
            advance(1)

    leading = [asyncio.create_task(lead(waiting)) for _ in range(desk.endpoint.concurrency)]
    try:
        await asyncio.gather(*leading)
    finally:
        for task in leading:
            task.cancel()
        await asyncio.gather(*leading, return_exceptions=True)
        await desk.close()
    return [results[place] for place in range(len(dialogues))]


class _Desk:
    """Makes calls, each once, and notices when the endpoint is gone."""

    def __init__(self, endpoint: Endpoint, kept: Keeper) -> None:
        self.endpoint = endpoint
        self._kept = kept
        self._under_way: dict[str, asyncio.Task[Reply | Failure]] = {}
        self._client: AsyncOpenAI | None = None
        self._reached: asyncio.Task[None] | None = None
        self._failed_in_a_row = 0

    async def lead(self, dialogue: Dialogue[R]) -> R:
        """Leads one dialogue to its end."""
        try:
            call = next(dialogue)
            while True:
                call = dialogue.send(await self._answer(call))
        except StopIteration as end:
            return cast("R", end.value)

    async def close(self) -> None:
        """Lets go of connections."""
        tasks = [*self._under_way.values(), *([self._reached] if self._reached else [])]
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        if self._client is not None:
            await self._client.close()

    async def _answer(self, call: Call | Continuation) -> Reply | Failure:
        key = call.key(self.endpoint.model)
        found = self._kept.find(key)
        if found is not None:
            return found
        # Two dialogues may say the same at the same time; the second one waits for the reply to the first.
        if key not in self._under_way:
            self._under_way[key] = asyncio.create_task(self._ask(key, call))
        return await self._under_way[key]

    async def _ask(self, key: str, call: Call | Continuation) -> Reply | Failure:
        if self._reached is None:
            self._reached = asyncio.create_task(reach(self.endpoint))
            self._client = client_for(self.endpoint)
        await self._reached
        assert self._client is not None  # made with the line above
        answer = await complete(self._client, call, self.endpoint)
        if isinstance(answer, Reply):
            self._failed_in_a_row = 0
            self._kept.keep(key, call.about, answer)
            return answer
        self._failed_in_a_row += answer.reason != "call refused"
        if self._failed_in_a_row >= _PATIENCE * self.endpoint.concurrency:
            raise gone(self.endpoint, f"{self._failed_in_a_row} calls in a row failed: {answer.reason}")
        return answer
