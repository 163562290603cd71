"""A question with good and deliberately bad answers, each of a kind that says what a person would say to it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

Kind = Literal[
    "right", "reworded", "right_refusal",
    "wrong_value", "addition", "needless_refusal", "beside", "evasive", "invented",
    "golden_first", "golden_last", "golden_missing",
]  # fmt: skip

TRUTH: Mapping[str, Mapping[str, bool]] = {
    "judged_right": {
        "right": True,
        "reworded": True,
        "right_refusal": True,
        "wrong_value": False,
        "addition": False,
        "needless_refusal": False,
        "beside": False,
        "evasive": False,
        "invented": False,
    },
    "faithfulness": {
        "right": True,
        "reworded": True,
        "beside": True,
        "wrong_value": False,
        "addition": False,
        "invented": False,
    },
    "factual_correctness": {
        "right": True,
        "reworded": True,
        "wrong_value": False,
        "addition": False,
        "beside": False,
        "evasive": False,
    },
    "response_relevancy": {
        "right": True,
        "reworded": True,
        "evasive": False,
    },
    "judged_context_precision": {"golden_first": True, "golden_last": False, "golden_missing": False},
    "judged_context_recall": {"golden_first": True, "golden_last": True, "golden_missing": False},
}
"""Metric → kind → whether a person says yes; what is not there is not asked, since people would differ."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Story:
    """One question over two short sections."""

    question: str
    reference: str
    golden: tuple[str, str]
    """Heading and text of the section that holds the answer; of one that does not where nothing holds it."""
    other: tuple[str, str]
    answers: Sequence[tuple[Kind, str]]
    """A refusal's text is left empty: it is the fixed one."""
    answerable: bool = True
