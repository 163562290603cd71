"""What an answer costs in tokens; seconds depend on the machine and stay out of the scores."""

import math

from eval.metrics.base import Case, Measured, Metric, each, scored, unscored


def _prompt(case: Case) -> Measured:
    return _tokens(case.answer.prompt_tokens, case)


def _completion(case: Case) -> Measured:
    return _tokens(case.answer.completion_tokens, case)


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
