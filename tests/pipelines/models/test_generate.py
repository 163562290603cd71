"""What a model writes must not depend on what else is in its batch, and must be what the library would write."""

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from pipelines.language.prompt import render
from pipelines.models import generate as module
from pipelines.models.base import LoadedModel, load_model
from pipelines.models.generate import Request, generate
from pipelines.models.tokens import encode_prompt
from pipelines.runtime.errors import UserError
from tests.pipelines.models.tiny import WINDOW, requests, source, tiny_model

KINDS = ["smollm", "llama", "gemma3", "mistral", "phi3"]
NEW = 12


def by_the_library(loaded: LoadedModel, request: Request, new: int = NEW) -> list[int]:
    """Returns the tokens that the library's own greedy generation adds to one prompt."""
    import torch

    pieces = encode_prompt(loaded.tokenizer, request.prompt, loaded.template)
    ids = torch.tensor([[token for piece in pieces for token in piece]])
    ends = module.end_tokens(loaded)
    settings: dict[str, Any] = {
        "max_new_tokens": new,
        "do_sample": False,
        "eos_token_id": sorted(ends),
        "pad_token_id": 0,
    }
    with torch.inference_mode():
        written = loaded.model.generate(ids, attention_mask=torch.ones_like(ids), **settings)
    return list(written[0, ids.shape[1] :].tolist())


def texts(loaded: LoadedModel, items: list[Request], batch_size: int) -> list[str]:
    """Returns what a model writes to the prompts."""
    return [answer.text for answer in generate(loaded, items, max_new_tokens=NEW, batch_size=batch_size)]


@pytest.fixture(params=KINDS, scope="module")
def loaded(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> LoadedModel:
    """Returns a tiny model of each architecture, in turns that do not end at a new line."""
    folder = tmp_path_factory.mktemp(request.param)
    return replace(load_model(tiny_model(folder / "model", request.param), folder), template="chatml")


def test_the_tokens_are_those_of_the_librarys_own_generation(loaded: LoadedModel) -> None:
    items = requests(loaded.tokenizer, 5)
    answers = generate(loaded, items, max_new_tokens=NEW, batch_size=5)
    for item, answer in zip(items, answers, strict=True):
        expected = by_the_library(loaded, item)
        assert answer.completion_tokens == len(expected)
        assert answer.text == loaded.tokenizer.decode(expected, skip_special_tokens=True).strip()


def test_the_prompts_reach_far_beyond_the_sliding_window(loaded: LoadedModel) -> None:
    answer = generate(loaded, requests(loaded.tokenizer, 1), max_new_tokens=1, batch_size=1)[0]
    assert answer.prompt_tokens > 4 * WINDOW


def test_batch_size_and_order_change_nothing(loaded: LoadedModel) -> None:
    items = requests(loaded.tokenizer, 7)
    alone = texts(loaded, items, 1)
    assert texts(loaded, items, 3) == alone
    assert texts(loaded, items, 16) == alone
    assert texts(loaded, items[::-1], 4) == alone[::-1]


def test_a_much_longer_neighbour_changes_nothing(loaded: LoadedModel) -> None:
    short = requests(loaded.tokenizer, 1)[0]
    long = Request(prompt=render("長的？", [source(place, 6) for place in range(1, 4)]))
    assert texts(loaded, [short, long], 2)[0] == texts(loaded, [short], 1)[0]


def test_finished_rows_leave_the_batch_without_changing_the_others(
    loaded: LoadedModel, monkeypatch: pytest.MonkeyPatch
) -> None:
    items = requests(loaded.tokenizer, 6)
    written = [by_the_library(loaded, item) for item in items]
    # Two of the tokens the model likes become end tokens, so that rows end at different steps.
    ends = frozenset({written[0][2], written[3][5]})
    monkeypatch.setattr(module, "end_tokens", lambda _: ends)
    answers = generate(loaded, items, max_new_tokens=NEW, batch_size=6)
    lengths = [next((n for n, token in enumerate(tokens, 1) if token in ends), NEW) for tokens in written]
    assert [answer.completion_tokens for answer in answers] == lengths
    assert {answer.finish_reason for answer in answers} >= {"stop"}
    assert len(set(lengths)) > 1


@pytest.mark.parametrize("tokens", [1, 400, 900])
def test_prompts_read_in_parts_are_answered_as_if_read_at_once(
    loaded: LoadedModel, monkeypatch: pytest.MonkeyPatch, tokens: int
) -> None:
    long = Request(prompt=render("長的？", [source(place, 6) for place in range(1, 4)]))
    items = [*requests(loaded.tokenizer, 5), long]
    at_once = texts(loaded, items, 6)
    monkeypatch.setattr(module, "READ_TOKENS", tokens)
    assert texts(loaded, items, 6) == at_once


def test_rules_that_differ_are_read_apart_and_answers_come_in_request_order(loaded: LoadedModel) -> None:
    items = requests(loaded.tokenizer, 4)
    other = replace(items[0].prompt, rules="Other rules.\n\n")
    mixed = [items[0], Request(prompt=other), *items[1:]]
    expected = [texts(loaded, [item], 1)[0] for item in mixed]
    assert texts(loaded, mixed, 5) == expected


def test_progress_counts_every_request(loaded: LoadedModel) -> None:
    done: list[int] = []
    generate(loaded, requests(loaded.tokenizer, 5), max_new_tokens=NEW, batch_size=3, advance=done.append)
    assert sum(done) == 5


def test_an_answer_that_is_cut_says_so(loaded: LoadedModel) -> None:
    answer = generate(loaded, requests(loaded.tokenizer, 1), max_new_tokens=2, batch_size=1)[0]
    assert (answer.finish_reason, answer.completion_tokens) == ("length", 2)


def test_a_prompt_beyond_the_limit_is_refused_and_never_cut(loaded: LoadedModel) -> None:
    short = replace(loaded, max_length=100, name="tiny")
    with pytest.raises(UserError) as caught:
        generate(short, requests(loaded.tokenizer, 1), max_new_tokens=10, batch_size=1)
    length = generate(loaded, requests(loaded.tokenizer, 1), max_new_tokens=1, batch_size=1)[0].prompt_tokens
    assert str(caught.value) == (
        "error: a prompt is too long for the model tiny\n"
        f"  {length} tokens and 10 for the answer, the limit is 100\n"
        "\n"
        "hint: show fewer sources with `retrieval.sources=`, or raise `model.max_length=`"
    )


def test_no_requests_give_no_answers(tmp_path: Path) -> None:
    loaded = load_model(tiny_model(tmp_path / "model"), tmp_path)
    assert generate(loaded, [], max_new_tokens=2, batch_size=2) == []


def writes(loaded: LoadedModel, monkeypatch: pytest.MonkeyPatch, text: str) -> Any:
    """Returns the answer of a model that is made to write a text."""
    import torch

    tokens = iter([*loaded.tokenizer(text, add_special_tokens=False).input_ids, *[3] * 50])
    step = module._step
    monkeypatch.setattr(module, "_step", lambda *a: torch.full_like(step(*a), next(tokens)) if len(a[1]) else None)
    monkeypatch.setattr(module, "_read_shared", lambda model, shared: _shared_only(step, model, shared))
    return generate(loaded, requests(loaded.tokenizer, 1), max_new_tokens=40, batch_size=1)[0]


def _shared_only(step: Any, model: Any, shared: tuple[int, ...]) -> Any:
    import torch

    cache = module.KeyValues(len(shared))
    positions = torch.arange(len(shared))[None]
    step(model, torch.tensor([shared]), positions, positions, cache)
    return cache


@pytest.fixture
def plain(tmp_path: Path) -> LoadedModel:
    """Returns a tiny base model without turns."""
    return replace(load_model(tiny_model(tmp_path / "model"), tmp_path), template="plain")


def test_a_model_without_turns_stops_at_the_line_after_its_answer(
    plain: LoadedModel, monkeypatch: pytest.MonkeyPatch
) -> None:
    answer = writes(plain, monkeypatch, " 24 小時 [1]。\n問題：還有呢")
    assert (answer.text, answer.finish_reason) == ("24 小時 [1]。", "stop")


def test_blank_lines_before_the_answer_do_not_end_it(plain: LoadedModel, monkeypatch: pytest.MonkeyPatch) -> None:
    answer = writes(plain, monkeypatch, "\n\n 24 小時\nmore")
    assert (answer.text, answer.finish_reason) == ("24 小時", "stop")


def test_a_model_with_turns_may_write_several_lines(plain: LoadedModel, monkeypatch: pytest.MonkeyPatch) -> None:
    answer = writes(replace(plain, template="chatml"), monkeypatch, "one\ntwo<|im_end|>three")
    assert (answer.text, answer.finish_reason) == ("one\ntwo", "stop")
