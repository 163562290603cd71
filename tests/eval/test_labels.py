"""The metrics against a reader's labels; `pytest tests/eval/test_labels.py` prints the agreement."""

from collections.abc import Callable, Iterator

import pytest
from rich.console import Console
from rich.table import Table

from eval.judges.agreement import Agreement, Verdict, agreement
from eval.metrics.correctness import CORRECTNESS
from eval.metrics.grounded import is_grounded
from eval.metrics.support import supports
from tests.eval.labels import Labelled, labelled

ENOUGH = 0.9
Rated = Iterator[tuple[bool, bool, str]]


def _correctness(one: Labelled) -> Rated:
    if one.correct is not None:
        yield one.correct, CORRECTNESS.score([one.case])[0].value == 1.0, one.case.question.group


def _right_section(one: Labelled) -> Rated:
    for key, label in zip(one.case.answer.citations, one.answers, strict=True):
        yield label, key in one.case.question.golden_keys, one.case.question.group


def _support(one: Labelled) -> Rated:
    from eval.metrics.support import cited_pairs

    for key, label in zip(one.case.answer.citations, one.supports, strict=True):
        found = [supports(source, said) for said, source in cited_pairs(one.case) if source.key == key]
        yield label, all(found), one.case.question.group


def _refusal(one: Labelled) -> Rated:
    yield one.refused, one.case.answer.refused, one.case.question.group


def _grounded(one: Labelled) -> Rated:
    yield one.grounded, is_grounded(one.case), one.case.question.group


METRICS: dict[str, Callable[[Labelled], Rated]] = {
    "correctness": _correctness,
    "right section cited": _right_section,
    "citation support": _support,
    "refusal": _refusal,
    "grounded": _grounded,
}


def _agreement(name: str, draw: int) -> tuple[float, Agreement]:
    """The share of equal verdicts, and that share beyond chance."""
    rated = [pair for one in labelled(draw) for pair in METRICS[name](one)]
    verdicts = [Verdict(id="", kind=name, group=group, truth=truth, said=said) for truth, said, group in rated]
    return sum(truth == said for truth, said, _ in rated) / len(rated), agreement(verdicts)


def test_the_labels_are_of_real_answers_of_four_arms_in_both_languages() -> None:
    assert [len(labelled(draw)) for draw in (1, 2)] == [200, 60]
    assert {one.case.answer.arm for one in labelled(1)} == {"extractive", "base_few_shot", "base", "candidate"}
    assert sum(one.case.question.language == "en" for one in labelled(1)) == 60
    assert sum(not one.case.question.answerable for one in labelled(1)) == 52


@pytest.mark.parametrize("draw", [1, 2])
@pytest.mark.parametrize("name", METRICS)
def test_a_metric_agrees_with_a_reader_in_nine_of_ten_answers(name: str, draw: int) -> None:
    share, found = _agreement(name, draw)
    assert share >= ENOUGH
    assert found.kappa is not None
    assert found.kappa > 0.75


def test_the_agreement_is_printed(capsys: pytest.CaptureFixture[str]) -> None:
    table = Table("metric", "draw", "n", "agreement", "Cohen's κ, 95%", box=None)
    for name in METRICS:
        for draw in (1, 2):
            share, found = _agreement(name, draw)
            kappa = f"{found.kappa:.2f} [{found.low:.2f}, {found.high:.2f}]"
            table.add_row(name, str(draw), str(found.n), f"{share:.3f}", kappa)
    with capsys.disabled():
        Console(width=100).print(table)
    assert table.row_count == 2 * len(METRICS)
