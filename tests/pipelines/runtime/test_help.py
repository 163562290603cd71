"""The help page of a stage, in full, over the shipped configurations' folder."""

from dataclasses import dataclass, field
from pathlib import Path

import pytest

from pipelines.runtime import help as help_page


@dataclass(frozen=True, slots=True, kw_only=True)
class Model:
    source: str
    """Where it is."""
    parameters: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Arms:
    names: tuple[str, ...] = ("base", "candidate")


@dataclass(frozen=True, slots=True, kw_only=True)
class Config:
    model: Model
    arms: Arms = field(default_factory=Arms)
    question: str = ""
    until: str | None = None


def test_help_lists_choices_keys_and_defaults(configs: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(help_page, "CONFIGS", configs)
    assert (
        help_page.page("ask", Config, "Answers a question.\n\n  python -m pipelines.ask\n")
        == """\
usage: python -m pipelines.ask [GROUP=CHOICE] [GROUP.KEY=VALUE] …

Answers a question.

  python -m pipelines.ask

groups (a choice is a file in configs/GROUP):
  model: small (others: large, larger)
  arms: demo (others: all)

keys:
  model.source: a text (each file in configs/model says it)
      Where it is.
  model.parameters: a whole number (default `1`)
  arms.names: a list of a text, such as [a,b] (default `[base,candidate]`)
  question: a text (default empty)
  until: a text or null (default `null`)
"""
    )
