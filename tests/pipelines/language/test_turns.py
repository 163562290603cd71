"""Turns stand around the prompt and leave its sources alone."""

import pytest

from pipelines.language.prompt import Prompt
from pipelines.language.turns import TURNS, in_turns

PROMPT = Prompt(rules="R\n", sources="S\n", question="Q:")


@pytest.mark.parametrize("template", sorted(TURNS))
def test_every_template_keeps_the_pieces_and_the_sources(template: str) -> None:
    wrapped = in_turns(PROMPT, template)
    assert wrapped.sources == PROMPT.sources
    assert wrapped.text == TURNS[template].before + PROMPT.text + TURNS[template].between


def test_a_model_without_turns_gets_the_bare_prompt_and_stops_at_the_line() -> None:
    assert in_turns(PROMPT, "plain") == PROMPT
    assert TURNS["plain"].stop_at_newline


def test_only_a_model_without_turns_needs_to_stop_at_the_line() -> None:
    assert {name for name, turns in TURNS.items() if turns.stop_at_newline} == {"plain"}


def test_an_unknown_template_is_an_error() -> None:
    with pytest.raises(KeyError):
        in_turns(PROMPT, "llama9")
