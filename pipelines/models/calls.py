"""What an endpoint is asked, and what comes back."""

import hashlib
import json
import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal
from urllib.parse import urlsplit

from pipelines.runtime.errors import UserError

Reason = Literal["no reply in time", "too many calls for it", "its own error", "call refused", "no text in the reply"]


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
    schema: Mapping[str, object] | None = None
    """JSON schema that the reply has to fit, where the endpoint is to write nothing else."""

    def key(self, model: str) -> str:
        """Names the call by all that decides its reply.

        The address is not part of it: the same model behind another host or port is the same, and what was paid stays.
        """
        parts = [model, self.messages, self.max_tokens, self.temperature, self.seed]
        parts += [] if self.schema is None else [self.schema]
        return hashlib.sha256(json.dumps(parts, ensure_ascii=False).encode()).hexdigest()


@dataclass(frozen=True, slots=True, kw_only=True)
class Continuation:
    """One request to go on with a prompt as it stands; no chat template is put around it."""

    prompt: str | tuple[int, ...]
    """A text, before which the engine puts its start token, or the tokens themselves."""
    max_tokens: int
    stop: tuple[str, ...] = ()
    """Texts at which the engine may stop."""
    more: Mapping[str, object] = field(default_factory=dict)
    """What the engine takes beyond the protocol, by its own names."""
    about: str = ""
    temperature: float = 0.0
    seed: int = 7

    def key(self, model: str) -> str:
        """Names the request by all that decides its reply."""
        parts = [model, self.prompt, self.max_tokens, self.stop, dict(self.more), self.temperature, self.seed]
        return hashlib.sha256(json.dumps(parts, ensure_ascii=False, sort_keys=True).encode()).hexdigest()


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply:
    """What the endpoint answered."""

    text: str
    finish: str
    """`stop`, `length` where the reply was cut off, or another word of the endpoint's."""
    prompt_tokens: int
    completion_tokens: int
    logprobs: tuple[float, ...] = ()
    """Of the tokens written, where a continuation's engine tells them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Failure:
    """Why there is no answer, after all retries."""

    reason: Reason
    status: int | None = None
    """The HTTP status, where one came."""


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
