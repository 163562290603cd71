import re
from collections import Counter
from collections.abc import Callable

import pytest

from benchmarks.judge import by_words, likeness, support
from eval.judges import JUDGED
from eval.judges.calibration import Item, calibration
from eval.judges.calibration.story import TRUTH
from eval.judges.prompts import zh
from eval.metrics.base import Measured
from eval.metrics.statements import statements
from pipelines.language.script import language_of
from pipelines.language.simplified import one_to_one

ITEMS = calibration()
ANSWERS = [item for item in ITEMS if not item.kind.startswith("golden")]


def test_it_is_large_enough_and_balanced_in_both_languages() -> None:
    assert len(ANSWERS) == 82
    assert Counter(item.case.question.language for item in ANSWERS) == {"zh": 41, "en": 41}
    for metric in JUDGED:
        truths = [truth for item in ITEMS if (truth := item.truth(metric.name)) is not None]
        assert 0.3 <= sum(truths) / len(truths) <= 0.7, metric.name
        assert len(truths) >= 40


def test_every_kind_of_bad_answer_is_there_more_than_once() -> None:
    counts = Counter(item.kind for item in ITEMS)
    assert set(TRUTH["judged_right"]) <= set(counts)
    assert min(counts.values()) >= 4
    assert set(TRUTH) == {metric.name for metric in JUDGED}


def test_ids_are_unique_and_questions_are_groups() -> None:
    assert len({item.id for item in ITEMS}) == len(ITEMS)
    assert len({item.group for item in ITEMS}) == 20


@pytest.mark.parametrize("metric", JUDGED, ids=lambda metric: metric.name)
def test_whatever_a_person_says_something_to_can_be_asked(metric: object) -> None:
    from eval.judges.metrics import JudgedMetric

    assert isinstance(metric, JudgedMetric)
    for item in ITEMS:
        if item.truth(metric.name) is not None:
            assert not isinstance(metric.row(item.case), Measured), item.id


def test_texts_are_in_their_own_language_and_script() -> None:
    for item in ANSWERS:
        question, texts = item.case.question, [item.case.answer.text, item.case.question.question]
        assert {language_of(text) for text in texts} == {question.language}, item.id
        for text in texts:
            assert one_to_one(text) == text


def test_good_answers_hold_the_values_of_the_reference_and_wrong_ones_do_not_repeat_it() -> None:
    for item in ANSWERS:
        if item.kind == "wrong_value":
            assert item.case.answer.text != item.case.question.reference
        if item.kind == "addition":
            assert len(item.case.answer.text) > len(item.case.question.reference) or len(
                statements(item.case.answer.text)
            )


def test_nothing_of_it_is_among_the_examples_that_a_judge_is_shown() -> None:
    shown = str(zh.PROMPTS)
    for item in ITEMS:
        for text in (item.case.question.question, item.case.answer.text):
            if len(text) > 1:
                assert text not in shown
        words = set(re.findall(r"[\u4e00-\u9fff]{6,}", item.case.question.reference))
        assert not {word for word in words if word in shown}, item.id


@pytest.mark.parametrize(("metric", "rule"), [("judged_right", likeness), ("faithfulness", support)])
def test_comparing_words_earns_no_licence(metric: str, rule: Callable[[Item], float]) -> None:
    """What says the same in other words, and what says another thing in the same words, is what a judge is for."""
    found, wrong = by_words(metric, rule)
    assert found.low is not None
    assert found.low < 0.5
    assert wrong["reworded"] == 16
