"""Replies of a teacher are read strictly, and nothing that it can write stops the run."""

import json
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipelines.dataset.teacher.parse import BadReplyError, Drafted, Worded, answered, drafted, worded

ITEM = {"question": "多久？", "answer": "24 小時。", "piece": "24 小時", "quote": "須於 24 小時內"}
LIST = json.dumps([ITEM], ensure_ascii=False)


@pytest.mark.parametrize(
    "text",
    [
        LIST,
        f"\n{LIST}\n",
        f"```json\n{LIST}\n```",
        f"```\n{LIST}\n```  ",
        f"<think>[1, 2] maybe?\n</think>\n\n{LIST}",
        f"<think>hm</think>```json\n{LIST}\n```",
    ],
)
def test_fences_and_thoughts_around_the_reply_do_not_count(text: str) -> None:
    assert drafted(text) == [Drafted(**ITEM)]


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", "reply is no JSON"),
        ("Sure! " + LIST, "reply is no JSON"),
        (LIST[:-5], "reply is no JSON"),
        (LIST + LIST, "reply is no JSON"),
        ("[" * 100_000, "reply is no JSON"),
        ("[" + "9" * 10_000 + "]", "reply is no JSON"),
        ("null", "reply is JSON of another shape"),
        (json.dumps(ITEM), "reply is JSON of another shape"),
        ("[[1]]", "reply is JSON of another shape"),
    ],
)
def test_what_is_no_list_of_objects_is_a_bad_reply(text: str, reason: str) -> None:
    with pytest.raises(BadReplyError, match=reason):
        drafted(text)


def test_an_item_without_all_its_texts_is_left_out() -> None:
    assert drafted(json.dumps([{**ITEM, "quote": None}, {"question": "?"}, ITEM])) == [Drafted(**ITEM)]


def test_lines_are_joined_and_signs_that_cannot_be_written_go() -> None:
    (item,) = drafted(json.dumps([{**ITEM, "answer": "24\n小時 \ud800\x00。"}]))
    assert item.answer == "24 小時 。"


def test_wordings_belong_to_the_fact_they_name() -> None:
    reply = [
        {"fact": 2, "questions": ["a？", " ", 5], "translated": {"question": "Q?", "answer": "A."}},
        {"fact": 2, "questions": ["later"]},
        {"fact": 3, "questions": ["of no fact"]},
        {"fact": "1", "questions": ["text is no number"]},
        {"fact": 1, "questions": "no list", "translated": {"question": "Q?"}},
    ]
    assert worded(json.dumps(reply), 2) == {1: Worded(questions=("a？",), translated=("Q?", "A.")), 0: Worded()}


def test_answers_belong_to_the_question_they_name() -> None:
    assert answered('[{"question": 2, "answer": "24"}, {"question": 1, "answer": null}]', 2) == {1: "24"}


@given(st.text())
def test_no_text_stops_the_run(text: str) -> None:
    for read in (drafted, lambda reply: worded(reply, 3), lambda reply: answered(reply, 3)):
        with suppress(BadReplyError):
            read(text)


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.sampled_from([*ITEM, "fact", "questions", "translated"]), inner, max_size=4)
    ),
    max_leaves=12,
)


@given(st.lists(JSON, max_size=3))
def test_no_json_stops_the_run(content: list[object]) -> None:
    text = json.dumps(content)
    for read in (drafted, lambda reply: worded(reply, 3), lambda reply: answered(reply, 3)):
        with suppress(BadReplyError):
            read(text)
