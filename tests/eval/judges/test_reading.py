import json

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import BaseModel

from eval.judges.dialogue import JudgementError, Said, Unsaid
from eval.judges.reading import read, schema_of


class Form(BaseModel):
    reason: str
    verdict: int


class Several(BaseModel):
    statements: list[Form]
    note: str = ""


RIGHT = '{"reason": "r", "verdict": 1}'


@pytest.mark.parametrize(
    "text", [RIGHT, f"```json\n{RIGHT}\n```", f"Here it is: {RIGHT}.", f"<think>{{x</think>{RIGHT}"]
)
def test_one_object_is_read_whatever_stands_around_it(text: str) -> None:
    assert read(Said(text=text), Form) == Form(reason="r", verdict=1)


@pytest.mark.parametrize(
    ("answer", "reason"),
    [
        (Unsaid(reason="no reply in time"), "no reply in time"),
        (Said(text=RIGHT, cut=True), "the judge's reply was cut off"),
        (Said(text=""), "the judge's reply holds no JSON object"),
        (Said(text="1"), "the judge's reply holds no JSON object"),
        (Said(text='{"reason": {"reason": "r", "verdict": 1}'), "the judge's reply holds no JSON object"),
        (Said(text=RIGHT + RIGHT.replace("1", "0")), "the judge's reply holds more than one JSON object"),
        (Said(text='{"reason": "r"}'), "the judge's reply has another form than asked for"),
        (Said(text='{"reason": "r", "verdict": "yes"}'), "the judge's reply has another form than asked for"),
        (Said(text='{"reason": "r", "verdict": NaN}'), "the judge's reply has another form than asked for"),
        (Said(text='{"reason": "r", "verdict": 2}'), "a verdict of the judge is neither 0 nor 1"),
        (Said(text='{"reason": "r", "verdict": -1}'), "a verdict of the judge is neither 0 nor 1"),
    ],
)
def test_what_does_not_hold_is_a_failure_with_a_reason(answer: Said | Unsaid, reason: str) -> None:
    """The library takes the first object it finds, and counts a 2 twice."""
    with pytest.raises(JudgementError) as error:
        read(answer, Form)
    assert str(error.value) == reason


@given(st.text() | st.recursive(st.none() | st.floats() | st.text(), st.lists).map(json.dumps))
def test_no_text_is_more_than_a_reading_or_a_failure(text: str) -> None:
    try:
        made = read(Said(text=text), Form)
    except JudgementError:
        return
    assert made.verdict in (0, 1)


def test_a_schema_asks_for_every_field_and_no_other_and_for_verdicts_that_are_0_or_1() -> None:
    schema = schema_of(Several)
    assert (schema["required"], schema["additionalProperties"]) == (["statements", "note"], False)
    inner = schema["$defs"]["Form"]
    assert inner["properties"]["verdict"] == {"type": "integer", "enum": [0, 1]}
    assert (inner["required"], inner["additionalProperties"]) == (["reason", "verdict"], False)
