"""Questions and answers with everything filled in but what a test is about."""

from collections.abc import Callable
from typing import Any

import pytest

from eval.metrics import Case
from pipelines.language.citations import BRACKETED
from pipelines.language.refusal import is_refusal, refusal_for
from pipelines.records import Answer, Question, Source


def _question(**changes: Any) -> Question:
    fields: dict[str, Any] = {
        "id": "Q001",
        "language": "zh",
        "audience": "all",
        "question": "出貨異常多久內要通報？",
        "reference": "出貨異常須於 24 小時內通報物流部門。",
        "values": ("24 小時",),
        "golden_keys": ("SOP-LOG-001 §4.3",),
        "golden_hashes": ("h",),
        "origin": "step",
        "answerable": True,
        "group": "g1",
        "lineage": ("SOP-LOG-001#4.3",),
    }
    fields |= changes
    if not fields["answerable"]:
        fields |= {"reference": refusal_for(fields["question"]), "values": (), "golden_keys": (), "golden_hashes": ()}
    return Question(**fields)


def _answer(text: str = "24 小時內 [SOP-LOG-001 §4.3]。", **changes: Any) -> Answer:
    source = Source(key="SOP-LOG-001 §4.3", section_id="SOP-LOG-001#4.3", heading="出貨", text="…", golden=True)
    fields: dict[str, Any] = {
        "question_id": "Q001",
        "arm": "candidate",
        "text": text,
        "citations": tuple(dict.fromkeys(BRACKETED.findall(text))),
        "invented": (),
        "refused": is_refusal(text),
        "sources": (source,),
        "model": "tiny",
        "prompt_hash": "p",
        "adapter_hash": None,
        "index_hash": "i",
        "finish_reason": "stop",
        "prompt_tokens": 100,
        "completion_tokens": 10,
    }
    return Answer(**(fields | changes))


@pytest.fixture
def question() -> Callable[..., Question]:
    """Returns a maker of questions; without arguments an answerable one in Chinese."""
    return _question


@pytest.fixture
def answer() -> Callable[..., Answer]:
    """Returns a maker of answers; without arguments a grounded one to the default question."""
    return _answer


@pytest.fixture
def case() -> Callable[..., Case]:
    """Returns a maker of cases from an answer's text and changes to the question."""

    def make(text: str, *, answered: dict[str, Any] | None = None, **changes: Any) -> Case:
        return Case(question=_question(**changes), answer=_answer(text, **(answered or {})))

    return make
