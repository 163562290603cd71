"""The worked examples of the few-shot prompt."""

from dataclasses import replace

import pytest

from pipelines.answering.few_shot import worked_examples
from pipelines.language.prompt import render
from pipelines.language.refusal import REFUSALS
from pipelines.runtime.errors import UserError
from tests.pipelines.answering.company import EXAMPLES, NOTICE, VPN, source


def test_both_languages_and_a_refusal_are_shown() -> None:
    worked = worked_examples(EXAMPLES, 4096)
    assert [one.answer for one in worked] == ["由倉儲主管核定 [1]。", "The help desk [1].", REFUSALS["zh"]]


def test_the_shortest_are_chosen_whatever_their_order() -> None:
    longer = replace(EXAMPLES[0], id="e0", group="e0", question=EXAMPLES[0].question * 3)
    assert worked_examples([longer, *EXAMPLES], 4096) == worked_examples([*reversed(EXAMPLES), longer], 4096)


def test_the_other_language_stands_in_for_one_that_has_no_examples() -> None:
    chinese = [replace(EXAMPLES[0], id=f"e{n}", group=f"g{n}") for n in range(2)]
    assert len(worked_examples([*chinese, EXAMPLES[2]], 4096)) == 3


def test_long_ones_are_shown_without_their_distractors() -> None:
    long = [
        replace(
            one, sources=(*(replace(source(VPN), key=f"LONG-{n}", text="長" * 400) for n in range(2)), *one.sources)
        )
        for one in EXAMPLES
    ]
    assert [len(one.sources) for one in worked_examples(long, 8192)] == [len(one.sources) for one in long]
    worked = worked_examples(long, 4096)
    assert [len(one.sources) for one in worked] == [1, 1, 1]
    assert [one.answer for one in worked] == ["由倉儲主管核定 [1]。", "The help desk [1].", REFUSALS["zh"]]


def test_they_stand_before_the_sources_so_that_all_questions_share_them() -> None:
    worked = worked_examples(EXAMPLES, 4096)
    one = render("出貨？", [source(NOTICE)], worked=worked)
    other = render("Who?", [], worked=worked)
    assert one.rules == other.rules
    assert "由倉儲主管核定 [1]。" in one.rules


def test_a_missing_kind_is_the_user_s_to_know() -> None:
    with pytest.raises(UserError) as caught:
        worked_examples(EXAMPLES[:2], 4096)
    assert "a refusal" in caught.value.message
