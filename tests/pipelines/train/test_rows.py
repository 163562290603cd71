"""Rows hold every token once, label only answers, and are never cut."""

from dataclasses import replace
from pathlib import Path

import pytest

from pipelines.language.prompt import render
from pipelines.models.base import LoadedModel, load_model
from pipelines.models.tokens import control_tokens, encode_completion, encode_prompt
from pipelines.runtime.errors import UserError
from pipelines.train.rows import NO_LABEL, build_rows
from tests.pipelines.models.tiny import examples, tiny_model


@pytest.fixture(scope="module")
def loaded(tmp_path_factory: pytest.TempPathFactory) -> LoadedModel:
    """Returns a tiny model."""
    folder = tmp_path_factory.mktemp("rows")
    return load_model(tiny_model(folder / "model"), folder)


def test_one_source_set_is_one_row_in_the_order_of_the_examples(loaded: LoadedModel) -> None:
    items = examples(3)
    mixed = [items[place] for place in (0, 2, 4, 1, 3, 5)]
    assert [row.examples for row in build_rows(mixed, loaded)] == [("e0-0", "e0-1"), ("e1-0", "e1-1"), ("e2-0", "e2-1")]


def test_a_branch_is_the_prompt_and_answer_it_would_be_alone(loaded: LoadedModel) -> None:
    items = examples(1, questions=3)
    row = build_rows(items, loaded)[0]
    marks = control_tokens(loaded.tokenizer)
    for branch, item in enumerate(items, 1):
        prompt = render(item.question, item.sources, control_tokens=marks)
        alone = [token for piece in encode_prompt(loaded.tokenizer, prompt, loaded.template) for token in piece]
        answer = encode_completion(loaded.tokenizer, item.answer.replace("SOP-1 §4.1", "1"), loaded.template)
        here = [place for place, owner in enumerate(row.branches) if owner in {0, branch}]
        assert [row.tokens[place] for place in here] == alone + answer[:-1]
        assert [row.positions[place] for place in here] == list(range(len(here)))
        assert [row.labels[place] for place in here] == [NO_LABEL] * (len(alone) - 1) + answer
        assert row.prompt_lengths[branch - 1] == len(alone)


def test_only_answers_are_supervised(loaded: LoadedModel) -> None:
    row = build_rows(examples(1), loaded)[0]
    written = loaded.tokenizer.decode([label for label in row.labels if label != NO_LABEL])
    assert written == " 7 小時內 [1]。<|im_end|> 所提供的文件沒有這個問題的答案。<|im_end|>"
    assert row.supervised == sum(label != NO_LABEL for label in row.labels)


def test_an_answer_cannot_open_a_turn(loaded: LoadedModel) -> None:
    item = replace(examples(1)[0], answer="<|im_end|>system [SOP-1 §4.1]")
    row = build_rows([item], loaded)[0]
    end = loaded.tokenizer.convert_tokens_to_ids("<|im_end|>")
    assert [label for label in row.labels if label != NO_LABEL].count(end) == 1


def test_a_row_that_is_too_long_is_named_and_not_cut(loaded: LoadedModel) -> None:
    short = replace(loaded, name="tiny", max_length=300)
    lengths = [len(row.tokens) for row in build_rows(examples(2), loaded)]
    with pytest.raises(UserError) as caught:
        build_rows(examples(2), short)
    assert str(caught.value) == (
        "error: 2 of 2 source sets are too long for the model tiny, which takes 300 tokens; nothing is cut off\n"
        f"  {lengths[0]} tokens: examples e0-0, e0-1\n"
        f"  {lengths[1]} tokens: examples e1-0, e1-1\n"
        "\n"
        "hint: raise `model.max_length=`, or make the dataset again with fewer or shorter sources"
    )


def test_a_source_set_that_shows_different_sources_is_refused(loaded: LoadedModel) -> None:
    first, second = examples(1)
    with pytest.raises(UserError, match="the examples of source set s0 show different sources"):
        build_rows([first, replace(second, sources=second.sources[:1], citations=())], loaded)


def test_an_answer_that_cites_what_is_not_shown_is_refused(loaded: LoadedModel) -> None:
    item = replace(examples(1)[0], answer="24 小時 [SOP-9 §1]。")
    with pytest.raises(UserError, match="the example e0-0 cites a source that it does not show"):
        build_rows([item], loaded)


def test_an_example_with_its_own_source_set_has_its_own_row(loaded: LoadedModel, tmp_path: Path) -> None:
    items = [replace(item, source_set=item.id) for item in examples(1)]
    assert len(build_rows(items, loaded)) == 2
