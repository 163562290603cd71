"""Answers labelled by hand, as cases; the rules of labelling are in the README beside this file."""

import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from eval.metrics import Case
from pipelines.records import Source
from tests.eval.makers import make_answer, make_question

FOLDER = Path(__file__).parent


@dataclass(frozen=True)
class Labelled:
    """One answer and what a person said of it."""

    case: Case
    draw: int
    correct: bool | None
    """None where the question has no answer."""
    supports: tuple[bool, ...]
    answers: tuple[bool, ...]
    refused: bool
    grounded: bool


@cache
def labelled(draw: int | None = None) -> tuple[Labelled, ...]:
    """Returns the labelled answers of one draw, or of both."""
    sections = {row["section_id"]: row for row in _rows("sections.jsonl")}
    found = (_labelled(row, sections) for row in _rows("labels.jsonl"))
    return tuple(one for one in found if draw in (None, one.draw))


def _rows(name: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in (FOLDER / name).read_text(encoding="utf-8").splitlines()]


def _labelled(row: dict[str, Any], sections: dict[str, Any]) -> Labelled:
    asked, said, label = row["question"], row["answer"], row["label"]
    question = make_question(**{key: tuple(one) if isinstance(one, list) else one for key, one in asked.items()})
    golden = zip(said["sources"], said["golden"], strict=True)
    answer = make_answer(
        said["text"],
        question_id=asked["id"],
        arm=row["arm"],
        sources=tuple(Source(**sections[name], golden=mark) for name, mark in golden),
        citations=tuple(said["citations"]),
        invented=tuple(said["invented"]),
        finish_reason=said["finish_reason"],
        completion_tokens=said["completion_tokens"],
    )
    return Labelled(
        case=Case(question=question, answer=answer),
        draw=row["draw"],
        correct=None if label["correct"] is None else label["correct"] == "yes",
        supports=tuple(label["supports"]),
        answers=tuple(label["answers"]),
        refused=label["refused"],
        grounded=label["grounded"],
    )
