"""Every origin is explained, and every kind of near miss is told from the others."""

from dataclasses import replace
from typing import get_args

from pipelines.dataset.card.counts import FROM, counts_part, kinds_part
from pipelines.dataset.card.lineage import Made
from pipelines.dataset.known import Known
from pipelines.dataset.near_misses import NO_SUCH_NAME
from pipelines.records.example import Origin


def test_every_origin_says_what_it_asks_of() -> None:
    assert set(FROM) == set(get_args(Origin))


def test_the_origins_that_occur_are_explained(made: Made) -> None:
    named = counts_part(made.dataset).split("\n\nOrigins: ")[1]
    there = {item.origin for item in (*made.dataset.train, *made.dataset.validation, *made.dataset.held_out)}
    assert {part.split(":")[0] for part in named.split("; ")} == there


def test_kinds_are_those_of_the_near_misses_and_the_same_question_answered_is_one_of_its_own(made: Made) -> None:
    refused = [one for one in made.dataset.train if not one.answerable]
    answered = next(one for one in made.dataset.train if one.answerable)
    train = [refused[0], answered, replace(refused[1], question=answered.question), refused[2]]
    known = Known(misses={refused[0].question: NO_SUCH_NAME})
    text = kinds_part(replace(made.dataset, train=train, known=known))
    assert f"| {NO_SUCH_NAME} | 1 |" in text
    assert "| its section is not shown; where it is, the same question is answered | 1 |" in text
    assert "| its section is not shown | 1 |" in text


def test_what_a_question_sheet_says_has_no_answer_is_named_so(made: Made) -> None:
    asked = replace(made.dataset.held_out[0], origin="sheet", answerable=False)
    text = kinds_part(replace(made.dataset, held_out=[asked]))
    assert "| no section answers it, says a question sheet | 0 | 0 | 1 |" in text
