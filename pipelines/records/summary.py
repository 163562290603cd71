"""One metric of one arm over the held-out questions."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Summary:
    """A mean or ratio with its 95% interval, clustered by group."""

    arm: str
    metric: str
    language: str
    """`zh`, `en` or `all`."""
    value: float | None
    """None where nothing could be scored; `reason` says why."""
    low: float | None
    high: float | None
    n: int
    """Questions that carry a value."""
    groups: int
    unscored: int
    """Questions without a value; each has its reason among the scores."""
    query_class: str = "all"
    """`codes`, `other_language`, `same_words`, `paraphrase` or `all`; see `pipelines.language.query_class`."""
    reason: str | None = None
    """Why there is no value; None where there is one."""
