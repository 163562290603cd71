"""What an arm makes of the sources it was shown: does it invent where they are silent, and refuse where they speak?"""

from eval.metrics.base import Case, Measured, Metric, each, scored, unscored


def answer_was_shown(case: Case) -> bool | None:
    """Says whether a source that holds the answer was shown.

    A question that the documents answer still cannot be answered from a prompt without its golden section.

    Returns:
        None for a closed book, which shows no source at all.
    """
    if not case.answer.sources:
        return None
    return case.question.answerable and any(source.golden for source in case.answer.sources)


def _hallucinated(case: Case) -> Measured:
    shown = answer_was_shown(case)
    if shown is None:
        return unscored("no source was shown")
    return unscored("a source with the answer was shown") if shown else scored(float(not case.answer.refused))


def _needlessly_refused(case: Case) -> Measured:
    shown = answer_was_shown(case)
    if shown is None:
        return unscored("no source was shown")
    return scored(float(case.answer.refused)) if shown else unscored("no source with the answer was shown")


HALLUCINATION = Metric(
    name="hallucination_rate",
    source="NoMIRACL (Thakur et al. 2024): share answered of the questions to which no source shown holds the answer",
    direction="lower",
    low=0.0,
    high=1.0,
    score=each(_hallucinated),
)
ERROR = Metric(
    name="error_rate",
    source="NoMIRACL (Thakur et al. 2024): share refused of the questions to which a source shown holds the answer",
    direction="lower",
    low=0.0,
    high=1.0,
    score=each(_needlessly_refused),
)
