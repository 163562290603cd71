from collections.abc import Callable
from typing import Any

import pytest

from eval.metrics import Case
from pipelines.records import Answer, Question
from tests.eval.makers import make_answer, make_question


@pytest.fixture
def question() -> Callable[..., Question]:
    """Returns a maker of questions."""
    return make_question


@pytest.fixture
def answer() -> Callable[..., Answer]:
    """Returns a maker of answers."""
    return make_answer


@pytest.fixture
def case() -> Callable[..., Case]:
    """Returns a maker of cases from an answer's text and changes to the question."""

    def make(text: str, *, answered: dict[str, Any] | None = None, **changes: Any) -> Case:
        return Case(question=make_question(**changes), answer=make_answer(text, **(answered or {})))

    return make
