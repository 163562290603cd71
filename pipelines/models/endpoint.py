"""Any OpenAI-compatible chat endpoint: messages in, text out, nothing else contacted.

Many dialogues go on at once, each with one call at a time, so that the endpoint always has `concurrency` calls to work
on; their results come back in the order in which they were given. A received reply is kept before anything else is
waited for, and a call that was answered before is not made again.
"""

import asyncio
import hashlib
import json
import os
import ssl
from collections.abc import Callable, Generator, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal, Protocol, TypeVar, cast
from urllib.parse import urlsplit

from pipelines.runtime.errors import UserError

if TYPE_CHECKING:
    from openai import AsyncOpenAI

R = TypeVar("R")

Reason = Literal["no reply in time", "too many calls for it", "its own error", "call refused", "no text in the reply"]
# So long a name look-up and a connection may take before the address counts as wrong.
_SECONDS_TO_CONNECT = 10.0
# So many calls in a row without a reply, for each that goes on at once, and the endpoint counts as gone.
_PATIENCE = 3
# What the library would add from other environment variables, or tell about this machine, on its own account.
_UNASKED = (
    "OpenAI-Organization", "OpenAI-Project", "X-Stainless-Lang", "X-Stainless-Package-Version", "X-Stainless-OS",
    "X-Stainless-Arch", "X-Stainless-Runtime", "X-Stainless-Runtime-Version", "X-Stainless-Async",
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Endpoint:
    """Where calls go, and how many at once."""

    url: str
    """Up to and with the version: `http://localhost:8000/v1`."""
    model: str
    api_key_env: str = ""
    """Name of the environment variable that holds the key; empty: the endpoint needs none."""
    concurrency: int = 8
    timeout: float = 300
    """Seconds for one call."""
    retries: int = 5
    """Times a call is made again after 408, 409, 429, 5xx, a lost connection or no reply in time; waits in between grow
    from half a second to eight, or are what the endpoint asks for."""

    @property
    def at(self) -> str:
        """Host and port, for messages."""
        return urlsplit(self.url).netloc.rpartition("@")[2]


@dataclass(frozen=True, slots=True, kw_only=True)
class Call:
    """One request."""

    messages: tuple[tuple[str, str], ...]
    """(role, content)."""
    max_tokens: int
    about: str = ""
    """Names the document text in the messages, so that a reply goes when the text goes."""
    temperature: float = 0.0
    seed: int = 7

    def key(self, model: str) -> str:
        """Names the call by all that decides its reply.

        The address is not part of it: the same model behind another host or port is the same, and what was paid stays.
        """
        parts = [model, self.messages, self.max_tokens, self.temperature, self.seed]
        return hashlib.sha256(json.dumps(parts, ensure_ascii=False).encode()).hexdigest()


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply:
    """What the endpoint answered."""

    text: str
    finish: str
    """`stop`, `length` where the reply was cut off, or another word of the endpoint's."""
    prompt_tokens: int
    completion_tokens: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Failure:
    """Why there is no answer, after all retries."""

    reason: Reason


Dialogue = Generator[Call, Reply | Failure, R]
"""Yields one call after the other, is sent the replies, and returns what it made of them."""


class Keeper(Protocol):
    """Where replies stay."""

    def find(self, key: str) -> Reply | None:
        """Returns the reply to a call of an earlier run or of this one."""

    def keep(self, key: str, about: str, reply: Reply) -> None:
        """Keeps a reply; when it returns, a kill loses nothing any more."""


def api_key(endpoint: Endpoint) -> str:
    """Returns the key from the environment.

    Raises:
        UserError: The variable that the configuration names is not set.
    """
    key = os.environ.get(endpoint.api_key_env, "") if endpoint.api_key_env else "none"
    if not key:
        raise UserError(
            f"the environment variable {endpoint.api_key_env} is not set",
            details=[f"it holds the key for {endpoint.at}"],
            hint=f"export {endpoint.api_key_env}=…, or set `api_key_env` empty for an endpoint without keys",
        )
    return key


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

    async def _answer(self, call: Call) -> Reply | Failure:
        key = call.key(self.endpoint.model)
        found = self._kept.find(key)
        if found is not None:
            return found
        # Two dialogues may say the same at the same time; the second one waits for the reply to the first.
        if key not in self._under_way:
            self._under_way[key] = asyncio.create_task(self._ask(key, call))
        return await self._under_way[key]

    async def _ask(self, key: str, call: Call) -> Reply | Failure:
        if self._reached is None:
            self._reached = asyncio.create_task(_reach(self.endpoint))
            self._client = _client(self.endpoint)
        await self._reached
        assert self._client is not None  # made with the line above
        answer = await _completion(self._client, call, self.endpoint)
        if isinstance(answer, Reply):
            self._failed_in_a_row = 0
            self._kept.keep(key, call.about, answer)
            return answer
        self._failed_in_a_row += answer.reason != "call refused"
        if self._failed_in_a_row >= _PATIENCE * self.endpoint.concurrency:
            raise _gone(self.endpoint, f"{self._failed_in_a_row} calls in a row failed: {answer.reason}")
        return answer


async def _reach(endpoint: Endpoint) -> None:
    """Connects once before anything is asked, so that a wrong address is told at once and not after every retry."""
    parts = urlsplit(endpoint.url)
    port = parts.port or (443 if parts.scheme == "https" else 80)
    try:
        connected = asyncio.open_connection(parts.hostname, port)
        _, writer = await asyncio.wait_for(connected, _SECONDS_TO_CONNECT)
    except (OSError, TimeoutError) as error:
        raise _gone(endpoint, "no connection") from error
    writer.close()
    with suppress(OSError):
        await writer.wait_closed()


def _gone(endpoint: Endpoint, why: str) -> UserError:
    return UserError(
        f"the endpoint at {endpoint.at} does not answer",
        details=[why],
        hint="start it, or mend `url`, and run the same command again: replies that came are kept and not asked again",
    )


def _client(endpoint: Endpoint) -> "AsyncOpenAI":
    from openai import AsyncOpenAI, DefaultAsyncHttpxClient, Omit

    # No proxies and no logins from the environment, and no redirects: documents go to the one configured host. The
    # certificates are the system's, among which a company's own authority is, or those of SSL_CERT_FILE.
    http = DefaultAsyncHttpxClient(trust_env=False, follow_redirects=False, verify=ssl.create_default_context())
    return AsyncOpenAI(
        base_url=endpoint.url,
        api_key=api_key(endpoint),
        timeout=endpoint.timeout,
        max_retries=endpoint.retries,
        default_headers=cast("dict[str, str]", dict.fromkeys(_UNASKED, Omit())),
        http_client=http,
    )


async def _completion(client: "AsyncOpenAI", call: Call, endpoint: Endpoint) -> Reply | Failure:
    import openai

    try:
        completion = await client.chat.completions.create(
            model=endpoint.model,
            messages=cast("Any", [{"role": role, "content": content} for role, content in call.messages]),
            max_tokens=call.max_tokens,
            temperature=call.temperature,
            seed=call.seed,
        )
    except openai.APITimeoutError:
        return Failure(reason="no reply in time")
    except openai.APIConnectionError as error:
        raise _gone(endpoint, "the connection was lost") from error
    except openai.APIStatusError as error:
        return _refused(error.status_code, endpoint)
    except (openai.OpenAIError, ValueError):  # a reply that is no JSON
        return Failure(reason="no text in the reply")
    return _read(completion)


def _refused(status: int, endpoint: Endpoint) -> Failure:
    """Says what a status means.

    Raises:
        UserError: Every other call would be refused for the same reason.
    """
    if status in (401, 403):
        name = f"the key in {endpoint.api_key_env}" if endpoint.api_key_env else "calls without a key"
        hint = "set `api_key_env` to the name of the environment variable that holds the key"
        raise UserError(f"the endpoint at {endpoint.at} does not accept {name}", details=[f"HTTP {status}"], hint=hint)
    if status == 404 or 300 <= status < 400:
        raise UserError(
            f"the endpoint at {endpoint.at} has no model `{endpoint.model}` under {urlsplit(endpoint.url).path or '/'}",
            details=[f"HTTP {status}"],
            hint="`url` ends before /chat/completions, mostly with /v1; `curl URL/models` lists the models",
        )
    if status == 429:
        return Failure(reason="too many calls for it")
    return Failure(reason="its own error" if status >= 500 else "call refused")


def _read(completion: Any) -> Reply | Failure:  # noqa: ANN401
    # Engines differ in what they leave out; an HTML page with status 200 is no completion at all.
    choices = getattr(completion, "choices", None)
    message = getattr(choices[0], "message", None) if choices else None
    if choices is None or message is None or not isinstance(message.content, str):
        return Failure(reason="no text in the reply")
    usage = completion.usage
    return Reply(
        text=message.content,
        finish=str(choices[0].finish_reason or "stop"),
        prompt_tokens=usage.prompt_tokens or 0 if usage else 0,
        completion_tokens=usage.completion_tokens or 0 if usage else 0,
    )
