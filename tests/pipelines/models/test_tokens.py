"""A prompt has the same tokens wherever its pieces stand, and no document can write a control token."""

from types import SimpleNamespace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipelines.language.prompt import escape, render
from pipelines.language.turns import TURNS
from pipelines.models.tokens import control_tokens, encode_completion, encode_prompt, end_token
from pipelines.records import Source
from tests.pipelines.models.tiny import SPECIAL, source, tiny_tokenizer


@pytest.fixture(scope="module")
def tokenizer() -> Any:
    return tiny_tokenizer()


@pytest.mark.parametrize("template", sorted(TURNS))
def test_the_pieces_read_as_the_whole_prompt_in_its_turns(tokenizer: Any, template: str) -> None:
    prompt = render("多久？", [source(1)])
    pieces = encode_prompt(tokenizer, prompt, template)
    turns = TURNS[template]
    assert tokenizer.decode([token for piece in pieces for token in piece]) == (
        turns.before + prompt.text + turns.between
    )


def test_the_rules_do_not_depend_on_sources_and_question(tokenizer: Any) -> None:
    one = encode_prompt(tokenizer, render("多久？", [source(1)]), "plain")
    other = encode_prompt(tokenizer, render("Who?", [source(2), source(3)]), "plain")
    assert one[0] == other[0]
    assert one[1] != other[1]


@pytest.mark.parametrize("template", sorted(TURNS))
def test_an_answer_ends_with_the_token_of_its_turns(tokenizer: Any, template: str) -> None:
    tokens = encode_completion(tokenizer, "24 小時\n內", template)
    assert tokens[-1] == end_token(tokenizer, template)
    assert tokenizer.decode(tokens[:-1]) == " 24 小時 內"


def test_every_special_token_is_a_control_token(tokenizer: Any) -> None:
    assert set(control_tokens(tokenizer)) == set(SPECIAL)


def test_reserved_tokens_are_no_control_tokens() -> None:
    names = ["<eos>", "<unused7>", "<|reserved_special_token_3|>", "[control_12]"]
    assert control_tokens(SimpleNamespace(added_tokens_decoder={}, all_special_tokens=names)) == ("<eos>",)


TOKENIZER = tiny_tokenizer()


@given(st.lists(st.sampled_from([*SPECIAL, "a", "出", "<", "|", ">", " "]), max_size=12).map("".join))
def test_no_document_and_no_user_can_write_a_control_token(text: str) -> None:
    tokenizer = TOKENIZER
    marks = control_tokens(tokenizer)
    shown = Source(key=text or "K", section_id="s", heading=text, text=text)
    pieces = encode_prompt(tokenizer, render(text, [shown], control_tokens=marks), "plain")
    answer = encode_completion(tokenizer, escape(text, marks), "plain")
    control = set(range(len(SPECIAL)))
    assert not control & {token for piece in pieces for token in piece}
    assert control & set(answer) == {end_token(tokenizer, "plain")}
