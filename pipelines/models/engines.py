"""What serves at an OpenAI-compatible endpoint, as far as it tells, and how each engine is asked the same thing."""

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

from pipelines.models.calls import Endpoint
from pipelines.models.wire import client_for, gone, reach, refused

if TYPE_CHECKING:
    from openai import AsyncOpenAI

Kind = Literal["vllm", "llama.cpp", "ollama", "other"]

# What tells about an engine is small; one that takes longer over it is busy loading, which is waited for elsewhere.
_SECONDS_TO_TELL = 30.0
_RETRIES = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Engine:
    """Who answers at an endpoint."""

    kind: Kind
    name: str
    """With its version, such as `vllm 0.11.0`; `openai-compatible` where it does not tell."""
    dtype: str | None
    """What it keeps weights in, such as `Q4_K - Medium`; None where it does not tell."""
    models: tuple[str, ...]
    """The names it lists; empty where its list says nothing about what it serves."""

    @property
    def takes_tokens(self) -> bool:
        """False where a prompt can only be a text."""
        return self.kind != "ollama"

    def serves(self, model: str) -> bool:
        """Says whether a model is served under a name, or may be."""
        return not self.models or model in self.models or f"{model}:latest" in self.models

    def words(self, ends: Sequence[int]) -> Mapping[str, object]:
        """Returns what makes the engine decode as this process does, by its own names.

        Args:
            ends: The tokens that end an answer.

        Returns:
            Keys beyond the protocol; without them some engines take penalties from a model's settings, or run on over
            the token that ends a turn.
        """
        if self.kind == "vllm":
            return {"stop_token_ids": sorted(ends), "repetition_penalty": 1.0}
        return {"repeat_penalty": 1.0} if self.kind == "llama.cpp" else {}


def engine_at(endpoint: Endpoint) -> Engine:
    """Asks an endpoint what it is.

    Args:
        endpoint: Where.

    Returns:
        The engine.

    Raises:
        UserError: It does not answer, or does not accept the key.
    """
    return asyncio.run(_engine_at(endpoint))


async def _engine_at(endpoint: Endpoint) -> Engine:
    await reach(endpoint)
    client = client_for(endpoint)
    try:
        listed = _entries(await _told(client, endpoint, "/models"))
        root = endpoint.url.rstrip("/").removesuffix("/v1")
        makers = {str(entry.get("owned_by")) for entry in listed}
        names = (name for entry in listed for name in (entry.get("id"), *(entry.get("aliases") or ())))
        models = tuple(dict.fromkeys(str(name) for name in names))
        if "llamacpp" in makers:
            told = _mapping(await _told(client, endpoint, f"{root}/props"))
            dtype = told.get("model_ftype")
            name = " ".join(["llama.cpp", *str(told.get("build_info", "")).split("-")[:1]]).strip()
            return Engine(kind="llama.cpp", name=name, dtype=str(dtype) if dtype else None, models=models)
        for kind, path in _VERSIONS.items():
            if kind in makers or kind == "ollama":
                version = _mapping(await _told(client, endpoint, root + path)).get("version")
                if version:
                    return Engine(kind=kind, name=f"{kind} {version}", dtype=None, models=models)
        # Others list what lies in a cache, or nothing.
        return Engine(kind="other", name="openai-compatible", dtype=None, models=())
    finally:
        await client.close()


_VERSIONS: dict[Kind, str] = {"vllm": "/version", "ollama": "/api/version"}


async def _told(client: "AsyncOpenAI", endpoint: Endpoint, path: str) -> Any:  # noqa: ANN401
    """Returns what an address tells; None where it tells nothing."""
    import openai

    try:
        asking = client.with_options(timeout=_SECONDS_TO_TELL, max_retries=min(endpoint.retries, _RETRIES))
        return await asking.get(path, cast_to=object)
    except openai.APITimeoutError as error:
        raise gone(endpoint, "no reply in time") from error
    except openai.APIConnectionError as error:
        raise gone(endpoint, "the connection was lost") from error
    except openai.APIStatusError as error:
        if error.status_code in (401, 403):
            refused(error.status_code, endpoint)
        if error.status_code == 503:  # it is loading; others fail over a list that they cannot make
            raise gone(endpoint, f"HTTP {error.status_code}") from error
        return None
    except (openai.OpenAIError, ValueError):
        return None


def _entries(told: Any) -> list[Mapping[str, Any]]:  # noqa: ANN401
    entries = _mapping(told).get("data")
    return [entry for entry in entries if isinstance(entry, dict)] if isinstance(entries, list) else []


def _mapping(told: Any) -> Mapping[str, Any]:  # noqa: ANN401
    return told if isinstance(told, dict) else {}
