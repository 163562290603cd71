"""What a model writes must not depend on what else is in its batch, and must be what the library would write."""

import math
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from pipelines.language.prompt import render
from pipelines.models import generate as module
from pipelines.models import reading
from pipelines.models.base import LoadedModel, load_model
from pipelines.models.batch import Batch
from pipelines.models.drafts import Drafts
from pipelines.models.generate import Decoding, Generated, Request, generate
from pipelines.models.reading import Decoder
from pipelines.models.tokens import encode_prompt
from pipelines.runtime.errors import UserError
from tests.pipelines.models.tiny import WINDOW, examples, requests, source, tiny_model

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


def answers_to(loaded: LoadedModel, items: list[Request], batch_size: int, new: int = NEW) -> list[Generated]:
    """Returns what a model answers to the prompts."""
    return generate(loaded, items, Decoding(max_new_tokens=new, batch_size=batch_size))


def texts(loaded: LoadedModel, items: list[Request], batch_size: int) -> list[str]:
    """Returns what a model writes to the prompts."""
    return [answer.text for answer in answers_to(loaded, items, batch_size)]


def over_shared_sources(sets: int, questions: int) -> list[Request]:
    """Returns prompts of which several show the same sources, in an order that keeps them apart."""
    asked = examples(sets, questions=questions, sentences=3)
    prompts = [Request(prompt=render(one.question, one.sources), sources=len(one.sources)) for one in asked]
    return [prompts[place] for place in sorted(range(len(prompts)), key=lambda place: (place % questions, place))]


@pytest.fixture(params=KINDS, scope="module")
def loaded(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> LoadedModel:
    """Returns a tiny model of each architecture, in turns that do not end at a new line."""
    folder = tmp_path_factory.mktemp(request.param)
    return replace(load_model(tiny_model(folder / "model", request.param), folder), template="chatml")


def test_the_tokens_are_those_of_the_librarys_own_generation(loaded: LoadedModel) -> None:
    items = requests(loaded.tokenizer, 5)
    answers = answers_to(loaded, items, 5)
    for item, answer in zip(items, answers, strict=True):
        expected = by_the_library(loaded, item)
        assert answer.completion_tokens == len(expected)
        assert answer.text == loaded.tokenizer.decode(expected, skip_special_tokens=True).strip()


def test_the_confidence_is_the_librarys_mean_log_probability_of_what_was_written(loaded: LoadedModel) -> None:
    items = requests(loaded.tokenizer, 3)
    for item, answer in zip(items, answers_to(loaded, items, 3), strict=True):
        told = told_by_the_library(loaded, item, by_the_library(loaded, item))
        assert answer.confidence == pytest.approx(sum(told) / len(told), abs=0.0051)
        assert answer.confidence < -0.1, "an untrained model is not sure of anything"


def told_by_the_library(loaded: LoadedModel, request: Request, written: list[int]) -> list[float]:
    """Returns the log-probability of each token of an answer, all read at once."""
    import torch

    prompt = [token for piece in encode_prompt(loaded.tokenizer, request.prompt, loaded.template) for token in piece]
    with torch.inference_mode():
        logits = loaded.model(torch.tensor([[*prompt, *written]])).logits[0, len(prompt) - 1 : -1]
    return [float(row.log_softmax(0)[token]) for row, token in zip(logits, written, strict=True)]


def test_the_prompts_reach_far_beyond_the_sliding_window(loaded: LoadedModel) -> None:
    answer = answers_to(loaded, requests(loaded.tokenizer, 1), 1, new=1)[0]
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
    answers = answers_to(loaded, items, 6)
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
    monkeypatch.setattr(reading, "READ_TOKENS", tokens)
    assert texts(loaded, items, 6) == at_once


def test_rules_that_differ_are_read_apart_and_answers_come_in_request_order(loaded: LoadedModel) -> None:
    items = requests(loaded.tokenizer, 4)
    other = replace(items[0].prompt, rules="Other rules.\n\n")
    mixed = [items[0], Request(prompt=other), *items[1:]]
    expected = [texts(loaded, [item], 1)[0] for item in mixed]
    assert texts(loaded, mixed, 5) == expected


def test_every_answer_is_handed_over_once_it_is_finished(loaded: LoadedModel) -> None:
    done: dict[int, Generated] = {}
    items = requests(loaded.tokenizer, 5)
    answers = generate(loaded, items, Decoding(max_new_tokens=NEW, batch_size=3), done.__setitem__)
    assert [done[place] for place in range(5)] == answers


@pytest.mark.parametrize("batch_size", [4, 5, 12])
def test_shared_sources_are_read_once_and_change_no_token(
    loaded: LoadedModel, monkeypatch: pytest.MonkeyPatch, batch_size: int
) -> None:
    items = over_shared_sources(3, 4)
    alone = [answers_to(loaded, [item], 1)[0] for item in items]
    read: list[int] = []
    body = Decoder.read
    monkeypatch.setattr(Decoder, "read", lambda self, ids, *rest: read.append(ids.numel()) or body(self, ids, *rest))
    assert answers_to(loaded, items, batch_size) == alone
    if batch_size == len(items):
        assert sum(read) < sum(answer.prompt_tokens for answer in alone) / 2


def test_a_first_source_that_some_share_and_others_do_not_changes_no_token(loaded: LoadedModel) -> None:
    sets = [(1, 2), (1, 3), (4, 5), (1, 6), (4, 2), (7, 1)]
    items = [
        Request(prompt=render(f"第 {place} 問？", [source(one, 3), source(other, 1 + place % 3)]))
        for place, (one, other) in enumerate(sets)
    ]
    assert texts(loaded, items, 6) == [texts(loaded, [item], 1)[0] for item in items]


def test_the_same_prompt_twice_is_answered_twice(loaded: LoadedModel) -> None:
    item = requests(loaded.tokenizer, 1)[0]
    assert texts(loaded, [item, item, item], 3) == texts(loaded, [item], 1) * 3


def test_the_tokens_read_are_those_of_the_whole_prompt(loaded: LoadedModel, monkeypatch: pytest.MonkeyPatch) -> None:
    """A start that prompts share may end inside a source, or a question; nothing is tokenized there again."""
    items = over_shared_sources(2, 3)
    answers = answers_to(loaded, items, 6)
    for item, answer in zip(items, answers, strict=True):
        assert answer.text == loaded.tokenizer.decode(by_the_library(loaded, item), skip_special_tokens=True).strip()


@pytest.mark.parametrize("right", [0, 1, 3, 7])
def test_guessing_changes_the_steps_and_no_token(
    loaded: LoadedModel, monkeypatch: pytest.MonkeyPatch, right: int
) -> None:
    """Guesses that are right for a while and then wrong, of other lengths in each row."""
    items = requests(loaded.tokenizer, 3)
    written = [by_the_library(loaded, item) for item in items]
    plain = generate(loaded, items, Decoding(max_new_tokens=NEW, batch_size=3, guess=False))
    monkeypatch.setattr(Drafts, "guess", lambda _, begun, most: _half_right(written, begun, right)[:most])
    steps: list[int] = []
    step = Batch.step
    monkeypatch.setattr(Batch, "step", lambda self, ids: steps.append(ids.shape[1]) or step(self, ids))
    assert generate(loaded, items, Decoding(max_new_tokens=NEW, batch_size=3)) == plain
    assert max(steps) > 1
    assert right == 0 or len(steps) < NEW


def _half_right(written: list[list[int]], begun: list[int], right: int) -> list[int]:
    whole = next(tokens for tokens in written if tokens[: len(begun)] == begun)
    wrong = (whole[(len(begun) + right) % len(whole)] + 1) % 200 + 20
    return [*whole[len(begun) : len(begun) + right + len(begun) % 2], wrong, wrong]


def test_the_model_attends_as_before_once_answers_are_written(loaded: LoadedModel) -> None:
    texts(loaded, requests(loaded.tokenizer, 1), 1)
    assert loaded.model.config._attn_implementation == "sdpa"


def test_an_answer_that_is_cut_says_so(loaded: LoadedModel) -> None:
    answer = answers_to(loaded, requests(loaded.tokenizer, 1), 1, new=2)[0]
    assert (answer.finish_reason, answer.completion_tokens) == ("length", 2)


def test_a_prompt_beyond_the_limit_is_refused_and_never_cut(loaded: LoadedModel) -> None:
    short = replace(loaded, max_length=100, name="tiny")
    with pytest.raises(UserError) as caught:
        answers_to(short, requests(loaded.tokenizer, 1), 1, new=10)
    length = answers_to(loaded, requests(loaded.tokenizer, 1), 1, new=1)[0].prompt_tokens
    assert str(caught.value) == (
        "error: a prompt is too long for the model tiny\n"
        f"  {length} tokens and 10 for the answer, the limit is 100\n"
        "\n"
        "hint: show fewer sources with `retrieval.sources=`, or raise `model.max_length=`"
    )


def test_no_requests_give_no_answers(tmp_path: Path) -> None:
    loaded = load_model(tiny_model(tmp_path / "model"), tmp_path)
    assert answers_to(loaded, [], 2) == []


def writes(loaded: LoadedModel, monkeypatch: pytest.MonkeyPatch, text: str, **settings: Any) -> Generated:
    """Returns the answer of a model that wants to write a text, and second best the digit 1."""
    import torch

    vocabulary = len(loaded.tokenizer)
    wanted = iter([*loaded.tokenizer(text, add_special_tokens=False).input_ids, *[3] * 50])
    second = loaded.tokenizer("1", add_special_tokens=False).input_ids[0]

    def head(hidden: Any) -> Any:
        logits = torch.zeros((len(hidden), vocabulary))
        logits[:, second] = 1.0
        for row in logits:
            row[next(wanted)] = 2.0
        return logits

    of = Decoder.of
    monkeypatch.setattr(Decoder, "of", lambda loaded: replace(of(loaded), head=head))
    decoding = Decoding(max_new_tokens=40, batch_size=1, guess=False, **settings)
    item = replace(requests(loaded.tokenizer, 1)[0], sources=2)
    return generate(loaded, [item], decoding)[0]


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


def test_only_handles_of_sources_that_are_shown_can_be_written(
    plain: LoadedModel, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert writes(plain, monkeypatch, " 7 天 [7]。\n", shown_only=True).text == "7 天 [1]。"


def test_the_confidence_is_of_what_was_written_before_any_constraint(
    plain: LoadedModel, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where the handle wanted may not be written, the one written instead was less likely, and that is told."""
    free = writes(plain, monkeypatch, " 7 天 [7]。\n")
    bound = writes(plain, monkeypatch, " 7 天 [7]。\n", shown_only=True)
    whole = math.log(math.exp(2.0) + math.exp(1.0) + len(plain.tokenizer) - 2)
    assert free.completion_tokens == bound.completion_tokens
    assert free.confidence == pytest.approx(2.0 - whole, abs=0.0051)
    lost = 1.0 / bound.completion_tokens
    assert bound.confidence == pytest.approx(2.0 - whole - lost, abs=0.0051)


def test_handles_are_free_where_the_setting_is_off(plain: LoadedModel, monkeypatch: pytest.MonkeyPatch) -> None:
    assert writes(plain, monkeypatch, " 7 天 [7]。\n").text == "7 天 [7]。"


def test_brackets_with_words_are_left_as_they_are(plain: LoadedModel, monkeypatch: pytest.MonkeyPatch) -> None:
    assert writes(plain, monkeypatch, " [note 7] 7 [2]。\n", shown_only=True).text == "[note 7] 7 [2]。"
