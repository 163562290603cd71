"""An engine is sent the prompt that this process would read, and its answer ends where ours would."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from pipelines.language.prompt import Prompt
from pipelines.language.turns import TURNS
from pipelines.models.calls import Continuation, Endpoint
from pipelines.models.continued import Continued, Elsewhere, Sent, continue_all, sent
from pipelines.models.engines import Engine
from pipelines.models.tokenizer import ModelTokenizer, load_tokenizer
from pipelines.models.tokens import encode_prompt
from pipelines.runtime.errors import UserError
from tests.pipelines.models.chat_server import NO_WAIT, ChatServer, Said, continuation, serving
from tests.pipelines.models.tiny import tokenizer_alone

PROMPT = Prompt(rules="rules\n\n", sources="[1] K｜H\n出貨 [1]\n\n", question="Question: q\nAnswer:")
VLLM = Engine(kind="vllm", name="vllm 1", dtype=None, models=("base",))
Answer = Callable[[dict[str, Any]], Said]


@pytest.fixture
def plain(tmp_path: Path) -> ModelTokenizer:
    """A tokenizer of a base model, which answers on one line."""
    return load_tokenizer(replace(tokenizer_alone(tmp_path / "tiny"), template="plain"), tmp_path)


@pytest.fixture
def chatml(tmp_path: Path) -> ModelTokenizer:
    """A tokenizer of a model with turns."""
    return load_tokenizer(tokenizer_alone(tmp_path / "chat"), tmp_path)


def continued(
    answer: Answer, tokenizer: ModelTokenizer, *prompts: Sent, **changes: Any
) -> tuple[list[Continued], ChatServer]:
    with serving(answer) as server:
        endpoint = Endpoint(**({"url": server.url, "model": "base", "retries": 1, "timeout": 5} | changes))
        at = Elsewhere(endpoint=endpoint, engine=VLLM, tokenizer=tokenizer, max_new_tokens=9)
        return continue_all(prompts or [sent(PROMPT, tokenizer, as_text=False)], at), server


@pytest.mark.parametrize("template", sorted(TURNS))
def test_the_tokens_sent_are_those_that_this_process_reads(tmp_path: Path, template: str) -> None:
    model = load_tokenizer(replace(tokenizer_alone(tmp_path / "tiny"), template=template), tmp_path)
    (_, server) = continued(lambda _: Said(continuation(" a")), model)
    (call,) = server.received if template != "plain" else server.received[:1]
    assert call["prompt"] == [token for piece in encode_prompt(model.tokenizer, PROMPT, template) for token in piece]


def test_a_call_is_greedy_and_says_where_an_answer_ends(chatml: ModelTokenizer, plain: ModelTokenizer) -> None:
    (_, server) = continued(lambda _: Said(continuation(" a")), chatml)
    (call,) = server.received
    ends = sorted({chatml.tokenizer.eos_token_id, chatml.tokenizer.convert_tokens_to_ids("<|im_end|>")})
    assert {name: value for name, value in call.items() if name != "prompt"} == {
        "model": "base", "max_tokens": 9, "temperature": 0.0, "seed": 7, "stop": ["<|im_end|>"], "logprobs": 1,
        "stop_token_ids": ends, "repetition_penalty": 1.0,
    }  # fmt: skip
    (_, server) = continued(lambda _: Said(continuation(" a")), plain)
    assert server.received[0]["stop"] == ["\n"]


def test_one_text_is_sent_without_the_start_token_that_engines_put_before_it(chatml: ModelTokenizer) -> None:
    what = sent(PROMPT, chatml, as_text=True)
    assert what.prompt == f"<|im_start|>user\n{PROMPT.text}<|im_end|>\n<|im_start|>assistant\n"
    assert what.same, "a token a byte is cut alike everywhere"
    other = sent(PROMPT, replace(chatml, tokenizer=Joining(chatml.tokenizer)), as_text=True)
    assert (other.same, other.tokens) == (False, what.tokens - 1)


class Joining:
    """A tokenizer that makes one token of two line ends, but only where it sees both."""

    def __init__(self, inner: Any) -> None:
        self._inner = inner
        self.bos_token_id, self.eos_token_id = inner.bos_token_id, inner.eos_token_id

    def __call__(self, text: str, **settings: Any) -> Any:
        """Cuts a text."""
        return self._inner(text.replace("\n\n[1]", "\n[1]"), **settings)


def test_answers_come_in_the_order_of_the_prompts_and_are_told_one_by_one(chatml: ModelTokenizer) -> None:
    prompts = [Sent(prompt=f"p{place}", tokens=1, same=True) for place in range(6)]
    done: dict[int, Continued] = {}
    with serving(lambda call: Said(continuation(f" to {call['prompt']}"))) as server:
        endpoint = Endpoint(url=server.url, model="base", concurrency=3)
        at = Elsewhere(endpoint=endpoint, engine=VLLM, tokenizer=chatml, max_new_tokens=9)
        answers = continue_all(prompts, at, done.__setitem__)
    assert [answer.text for answer in answers] == [f"to p{place}" for place in range(6)]
    assert [done[place] for place in range(6)] == answers


@pytest.mark.parametrize(
    ("said", "finish", "text", "finished"),
    [
        (" a [1].", "stop", "a [1].", "stop"),
        (" a [1]", "length", "a [1]", "length"),
        (" a\nQuestion: b", "length", "a", "stop"),
        ("\n\n a\nb", "length", "a", "stop"),
    ],
)
def test_an_answer_of_a_base_model_ends_with_its_line(
    plain: ModelTokenizer, said: str, finish: str, text: str, finished: str
) -> None:
    ((answer,), _) = continued(lambda _: Said(continuation(said, finish=finish)), plain)
    assert (answer.text, answer.finish_reason) == (text, finished)


def test_blank_lines_before_an_answer_do_not_end_it(plain: ModelTokenizer) -> None:
    def stops_where_told(call: dict[str, Any]) -> Said:
        text = "\n \n a [1].\nQuestion:"
        told = {"token_logprobs": [-0.5]}
        if "stop" in call:
            return Said(continuation(text.split("\n", 1)[0], logprobs=told))
        return Said(continuation(text, finish="length", logprobs=told))

    ((answer,), server) = continued(stops_where_told, plain)
    assert (answer.text, answer.finish_reason, len(server.received)) == ("a [1].", "stop", 2)
    assert answer.confidence is None, "it would be of the question behind the answer as well"


def test_a_line_end_within_turns_stays_and_the_end_of_a_turn_does_not(chatml: ModelTokenizer) -> None:
    ((answer,), _) = continued(lambda _: Said(continuation(" a\nb<|im_end|>\n<|im_start|>")), chatml)
    assert answer.text == "a\nb"


@pytest.mark.parametrize(
    ("told", "confidence"),
    [
        ({"token_logprobs": [-0.25, -0.5], "tokens": ["a", "b"]}, -0.38),
        ({"content": [{"token": "a", "logprob": -0.25}, {"token": "b", "logprob": -0.5}]}, -0.38),
        ({"token_logprobs": [None, -0.5]}, None),
        ({}, None),
        (None, None),
    ],
)
def test_how_sure_it_was_is_kept_where_the_engine_tells(
    chatml: ModelTokenizer, told: object, confidence: float | None
) -> None:
    ((answer,), _) = continued(lambda _: Said(continuation(" a", logprobs=told)), chatml)
    assert answer.confidence == confidence


def test_an_engine_that_read_another_prompt_is_no_parity(chatml: ModelTokenizer) -> None:
    what = sent(PROMPT, chatml, as_text=False)
    ((answer,), _) = continued(lambda _: Said(continuation(" a", read=what.tokens)), chatml, what)
    assert (answer.prompt_tokens, answer.completion_tokens) == (what.tokens, 5)
    with pytest.raises(UserError, match="read another prompt than it was sent") as caught:
        continued(lambda _: Said(continuation(" a", read=what.tokens + 1)), chatml, what)
    assert f"it read {what.tokens + 1} tokens, and the prompt has {what.tokens}" in str(caught.value)


@pytest.mark.parametrize(
    ("said", "words"),
    [
        (Said({}, status=500, headers=NO_WAIT), ("its own error, HTTP 500", "kept and not asked again")),
        (Said({}, status=429, headers=NO_WAIT), ("too many calls for it, HTTP 429", "kept and not asked again")),
        (Said({}, status=400), ("call refused, HTTP 400", "answer.engine.prompt=text")),
        (Said({"choices": []}), ("no text in the reply", "kept and not asked again")),
        (Said({}, status=404), ("has no model `base` under /v1", "curl URL/models")),
    ],
)
def test_a_question_without_an_answer_stops_everything_and_says_why(
    chatml: ModelTokenizer, said: Said, words: tuple[str, str]
) -> None:
    with pytest.raises(UserError) as caught:
        continued(lambda _: said, chatml)
    assert all(word in str(caught.value) for word in (*words, "127.0.0.1:"))


def test_a_prompt_that_the_model_cannot_hold_is_not_sent(chatml: ModelTokenizer) -> None:
    with pytest.raises(UserError, match="too long for the model tiny"):
        continued(lambda _: Said(continuation("a")), replace(chatml, max_length=20))


def test_what_shapes_a_reply_is_in_the_name_of_the_call() -> None:
    call = Continuation(prompt=(1, 2), max_tokens=9)
    others = [replace(call, prompt="a"), replace(call, stop=("\n",)), replace(call, more={"repeat_penalty": 1.0})]
    others += [replace(call, max_tokens=8), replace(call, temperature=1.0), replace(call, seed=8)]
    assert len({one.key("m") for one in (call, *others)} | {call.key("n")}) == 8
