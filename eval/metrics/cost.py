"""What an answer costs in tokens and in reading; seconds depend on the machine and stay out of the scores."""

import math

from eval.metrics.base import Case, Measured, Metric, each, scored, unscored
from pipelines.language.citations import without_citations


def _prompt(case: Case) -> Measured:
    return _tokens(case.answer.prompt_tokens, case)


def _completion(case: Case) -> Measured:
    return _tokens(case.answer.completion_tokens, case)


def _characters(case: Case) -> Measured:
    if case.answer.refused:
        return unscored("a refusal is one fixed sentence")
    return scored(float(len(without_citations(case.answer.text))))


def _tokens(count: int, case: Case) -> Measured:
    # Whatever model was asked read a prompt; an answer copied out of a section has none.
    return scored(float(count)) if case.answer.prompt_tokens else unscored("no model was asked")


PROMPT_TOKENS = Metric(
    name="prompt_tokens",
    source="tokens of the prompt, by the model's own tokenizer",
    direction="lower",
    low=0.0,
    high=math.inf,
    score=each(_prompt),
)
COMPLETION_TOKENS = Metric(
    name="completion_tokens",
    source="tokens written, the end token among them, by the model's own tokenizer",
    direction="lower",
    low=0.0,
    high=math.inf,
    score=each(_completion),
)
ANSWER_CHARACTERS = Metric(
    name="answer_characters",
    source="characters a person has to read, citations left out",
    direction="lower",
    low=0.0,
    high=math.inf,
    score=each(_characters),
)
"""Copying a whole section holds whatever the section holds: correctness does not see that, this does."""
