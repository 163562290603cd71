"""An endpoint is asked what it is, at no other host, and what it does not tell stays unknown."""

import pytest

from pipelines.models.calls import Endpoint
from pipelines.models.engines import Engine, engine_at
from pipelines.runtime.errors import UserError
from tests.pipelines.models.chat_server import NO_WAIT, Said, serving

VLLM = {"/v1/models": {"data": [{"id": "base", "owned_by": "vllm"}]}, "/version": {"version": "0.11.0"}}
LLAMA = {
    "/v1/models": {"data": [{"id": "base", "aliases": ["other"], "owned_by": "llamacpp"}]},
    "/props": {"build_info": "b11046-abc", "model_ftype": "Q4_K - Medium"},
}
OLLAMA = {"/v1/models": {"data": [{"id": "base:latest", "owned_by": "library"}]}, "/api/version": {"version": "0.12.1"}}


def asked(told: dict[str, object], **settings: object) -> Engine:
    with serving(lambda _: "", told) as server:
        fields: dict[str, object] = {"url": server.url, "model": "base", "retries": 1} | settings
        return engine_at(Endpoint(**fields))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("told", "kind", "name", "dtype"),
    [
        (VLLM, "vllm", "vllm 0.11.0", None),
        (LLAMA, "llama.cpp", "llama.cpp b11046", "Q4_K - Medium"),
        (OLLAMA, "ollama", "ollama 0.12.1", None),
        ({}, "other", "openai-compatible", None),
        ({"/v1/models": {"data": [{"id": "in a cache", "owned_by": "hub"}]}}, "other", "openai-compatible", None),
        ({"/v1/models": Said({}, status=500, headers=NO_WAIT)}, "other", "openai-compatible", None),
        ({"/v1/models": "<html>"}, "other", "openai-compatible", None),
        ({"/v1/models": {"data": None}}, "other", "openai-compatible", None),
    ],
)
def test_an_engine_says_what_it_is(told: dict[str, object], kind: str, name: str, dtype: str | None) -> None:
    engine = asked(told)
    assert (engine.kind, engine.name, engine.dtype) == (kind, name, dtype)


def test_a_model_is_served_under_its_name_its_alias_and_ollama_s_tag() -> None:
    assert [asked(LLAMA).serves(name) for name in ("base", "other", "candidate")] == [True, True, False]
    assert [asked(OLLAMA).serves(name) for name in ("base", "candidate")] == [True, False]
    assert asked({}).serves("anything"), "an engine that lists nothing is asked and may refuse"


def test_ends_and_penalties_are_told_in_each_engine_s_own_words() -> None:
    assert asked(VLLM).words((4, 2)) == {"stop_token_ids": [2, 4], "repetition_penalty": 1.0}
    assert asked(LLAMA).words((4, 2)) == {"repeat_penalty": 1.0}
    assert asked({}).words((4, 2)) == {}
    assert [asked(one).takes_tokens for one in (VLLM, LLAMA, OLLAMA, {})] == [True, True, False, True]


def test_a_key_that_is_not_accepted_is_told_before_anything_is_asked() -> None:
    with pytest.raises(UserError, match="does not accept calls without a key"):
        asked({"/v1/models": Said({}, status=401)})


def test_one_that_is_still_loading_is_waited_for_and_then_called_gone() -> None:
    with pytest.raises(UserError, match="does not answer") as caught:
        asked({"/v1/models": Said({}, status=503, headers=NO_WAIT)})
    assert caught.value.details == ("HTTP 503",) or list(caught.value.details) == ["HTTP 503"]


def test_nobody_there() -> None:
    with pytest.raises(UserError, match="does not answer"):
        engine_at(Endpoint(url="http://127.0.0.1:9/v1", model="base"))
