"""Citations by key: exact, since the key of the golden section is known, and no judge is asked."""

from eval.metrics.base import Case, Measured, Metric, each, scored, unscored
from eval.metrics.statements import statements
from pipelines.language.citations import BRACKETED, escape_key

_SOURCE = "form of ALCE (Gao et al. 2023), asking whether the right section was cited: the golden keys are known"


def cites_only_golden(case: Case) -> bool:
    """Says whether the answer cites at least one golden key, no other key, and nothing invented."""
    cited = set(case.answer.citations)
    return bool(cited) and cited <= set(case.question.golden_keys) and not case.answer.invented


def precision(case: Case) -> Measured:
    """Returns the share of what was cited that is golden.

    As in ALCE, an answer without any citation scores 0. An invented citation counts as one that supports nothing.

    Returns:
        [0, 1], higher is better; unscored with a reason for a refusal.
    """
    if case.answer.refused:
        return unscored("a refusal cites nothing")
    cited = len(set(case.answer.citations)) + len(set(case.answer.invented))
    golden = len(set(case.answer.citations) & set(case.question.golden_keys))
    return scored(golden / cited if cited else 0.0)


def recall(case: Case) -> Measured:
    """Returns the share of the answer's statements that cite a golden key.

    Returns:
        [0, 1], higher is better; 0 for an empty answer; unscored with a reason for a refusal.
    """
    if case.answer.refused:
        return unscored("a refusal cites nothing")
    golden = {escape_key(key) for key in case.question.golden_keys}
    said = statements(case.answer.text)
    supported = sum(bool(golden.intersection(BRACKETED.findall(statement))) for statement in said)
    return scored(supported / len(said) if said else 0.0)


def f1(case: Case) -> Measured:
    """Returns the harmonic mean of citation precision and recall; unscored with a reason for a refusal."""
    first, second = precision(case), recall(case)
    if first.value is None or second.value is None:
        return first
    total = first.value + second.value
    return scored(2 * first.value * second.value / total if total else 0.0)


CITATION_PRECISION = Metric(
    name="citation_precision",
    source=_SOURCE,
    direction="higher",
    low=0.0,
    high=1.0,
    score=each(precision),
)
CITATION_RECALL = Metric(
    name="citation_recall",
    source=_SOURCE,
    direction="higher",
    low=0.0,
    high=1.0,
    score=each(recall),
)
CITATION_F1 = Metric(
    name="citation_f1",
    source=_SOURCE,
    direction="higher",
    low=0.0,
    high=1.0,
    score=each(f1),
)
