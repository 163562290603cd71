"""One call over HTTP, by the `openai` library: the one host of the configuration is contacted, and no other."""

import asyncio
import ssl
from contextlib import suppress
from typing import TYPE_CHECKING, Any, cast
from urllib.parse import urlsplit

from pipelines.models.calls import Call, Continuation, Endpoint, Failure, Reply, api_key
from pipelines.runtime.errors import UserError

if TYPE_CHECKING:
    from openai import AsyncOpenAI

# So long a name look-up and a connection may take before the address counts as wrong.
_SECONDS_TO_CONNECT = 10.0
# What the library would add from other environment variables, or tell about this machine, on its own account.
_UNASKED = (
    "OpenAI-Organization", "OpenAI-Project", "X-Stainless-Lang", "X-Stainless-Package-Version", "X-Stainless-OS",
    "X-Stainless-Arch", "X-Stainless-Runtime", "X-Stainless-Runtime-Version", "X-Stainless-Async",
)  # fmt: skip


async def reach(endpoint: Endpoint) -> None:
    """Connects once before anything is asked, so that a wrong address is told at once and not after every retry."""
    parts = urlsplit(endpoint.url)
    port = parts.port or (443 if parts.scheme == "https" else 80)
    try:
        connected = asyncio.open_connection(parts.hostname, port)
        _, writer = await asyncio.wait_for(connected, _SECONDS_TO_CONNECT)
    except (OSError, TimeoutError) as error:
        raise gone(endpoint, "no connection") from error
    writer.close()
    with suppress(OSError):
        await writer.wait_closed()


def gone(endpoint: Endpoint, why: str) -> UserError:
    """Makes the error of an endpoint that does not answer."""
    return UserError(
        f"the endpoint at {endpoint.at} does not answer",
        details=[why],
        hint="start it, or mend `url`, and run the same command again: replies that came are kept and not asked again",
    )


def client_for(endpoint: Endpoint) -> "AsyncOpenAI":
    """Makes the client of an endpoint; the library is imported now."""
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


async def complete(client: "AsyncOpenAI", call: Call | Continuation, endpoint: Endpoint) -> Reply | Failure:
    """Makes a call, again where that can help.

    Args:
        client: The endpoint's client.
        call: What is asked.
        endpoint: Where.

    Returns:
        The reply, or why there is none.

    Raises:
        UserError: The connection was lost, or every other call would fail alike.
    """
    import openai

    try:
        completion = await _sent(client, call, endpoint.model)
    except openai.APITimeoutError:
        return Failure(reason="no reply in time")
    except openai.APIConnectionError as error:
        raise gone(endpoint, "the connection was lost") from error
    except openai.APIStatusError as error:
        return refused(error.status_code, endpoint)
    except (openai.OpenAIError, ValueError):  # a reply that is no JSON
        return Failure(reason="no text in the reply")
    return _read(completion)


async def _sent(client: "AsyncOpenAI", call: Call | Continuation, model: str) -> Any:  # noqa: ANN401
    asked: dict[str, Any] = {
        "model": model,
        "max_tokens": call.max_tokens,
        "temperature": call.temperature,
        "seed": call.seed,
    }
    if isinstance(call, Call):
        messages = [{"role": role, "content": content} for role, content in call.messages]
        if call.schema is not None:
            form = {"name": "reply", "strict": True, "schema": dict(call.schema)}
            asked["response_format"] = {"type": "json_schema", "json_schema": form}
        return await client.chat.completions.create(messages=cast("Any", messages), **asked)
    asked |= {"stop": list(call.stop)} if call.stop else {}
    prompt = call.prompt if isinstance(call.prompt, str) else list(call.prompt)
    return await client.completions.create(prompt=prompt, logprobs=1, extra_body=dict(call.more), **asked)


def refused(status: int, endpoint: Endpoint) -> Failure:
    """Says what a status means.

    Args:
        status: The HTTP status of an error.
        endpoint: Where it came from.

    Returns:
        Why this one call has no answer.

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
        return Failure(reason="too many calls for it", status=status)
    return Failure(reason="its own error" if status >= 500 else "call refused", status=status)


def _read(completion: Any) -> Reply | Failure:  # noqa: ANN401
    # Engines differ in what they leave out; an HTML page with status 200 is no completion at all.
    choices = getattr(completion, "choices", None)
    choice = choices[0] if choices else None
    message = getattr(choice, "message", None)
    text = getattr(choice, "text", None) if message is None else message.content
    if choice is None or not isinstance(text, str):
        return Failure(reason="no text in the reply")
    usage = completion.usage
    return Reply(
        text=text,
        finish=str(choice.finish_reason or "stop"),
        prompt_tokens=usage.prompt_tokens or 0 if usage else 0,
        completion_tokens=usage.completion_tokens or 0 if usage else 0,
        logprobs=_logprobs(choice) if message is None else (),
    )


def _logprobs(choice: Any) -> tuple[float, ...]:  # noqa: ANN401
    # The protocol has one list; llama.cpp answers in the form of its chat, an object a token.
    told = getattr(choice, "logprobs", None)
    tokens = getattr(told, "content", None) or []
    values = getattr(told, "token_logprobs", None) or [one.get("logprob") for one in tokens if isinstance(one, dict)]
    return tuple(values) if all(isinstance(value, int | float) for value in values) else ()
