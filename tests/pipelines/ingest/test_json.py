import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipelines.ingest.blocks import Block, Reading, UnreadableError
from pipelines.ingest.readers import read
from pipelines.ingest.readers.json.values import leaves


def reading_of(content: Any) -> Reading:
    return read(json.dumps(content, ensure_ascii=False).encode(), ".json")


def printed(reading: Reading) -> list[tuple[str, str, str]]:
    return [(block.kind, block.label, block.text) for block in reading.blocks]


def test_a_list_of_flat_objects_is_a_table_with_all_their_fields() -> None:
    (table,) = reading_of([{"料號": "A-1", "價格": 1.50}, {"料號": "A-2", "現貨": True, "標籤": ["冷", "凍"]}]).blocks
    assert table.header == ("料號", "價格", "現貨", "標籤")
    assert table.rows == (("A-1", "1.5", "", ""), ("A-2", "", "true", "冷、凍"))


def test_a_number_reads_as_it_is_written() -> None:
    assert read(b'[{"price": 1.50, "id": 12345678901234567890}]', ".json").blocks[0].rows == (
        ("1.50", "12345678901234567890"),
    )


def test_objects_with_questions_and_answers_keep_their_names() -> None:
    (table,) = read(b'{"question": "Q1", "answer": "A1"}\n{"question": "Q2", "answer": "A2"}\n', ".jsonl").blocks
    assert (table.header, table.rows) == (("question", "answer"), (("Q1", "A1"), ("Q2", "A2")))


def test_nested_objects_are_headings_with_single_values_above_them() -> None:
    content = {
        "標題": "保固政策",
        "範圍": {"產品": ["GT-1", "GT-2"], "說明": "含電池", "例外": []},
        "版本": "2",
        "條款": [{"name": "退貨", "天數": 7, "細則": {"運費": "買方"}}],
    }
    assert printed(reading_of(content)) == [
        ("heading", "", "保固政策"),
        ("paragraph", "", "版本：2"),
        ("heading", "", "範圍"),
        ("paragraph", "", "說明：含電池"),
        ("paragraph", "", "例外"),
        ("heading", "", "產品"),
        ("item", "", "GT-1"),
        ("item", "", "GT-2"),
        ("heading", "", "條款"),
        ("heading", "", "退貨"),
        ("paragraph", "", "天數：7"),
        ("heading", "", "細則"),
        ("paragraph", "", "運費：買方"),
    ]


NESTED = st.recursive(
    st.text(alphabet="甲乙ab", min_size=1, max_size=4),
    lambda inner: (
        st.dictionaries(st.text(alphabet="xyz", min_size=1, max_size=3), inner, min_size=1, max_size=3)
        | st.lists(inner, min_size=1, max_size=3)
    ),
    max_leaves=12,
)


@settings(max_examples=50)
@given(st.dictionaries(st.text(alphabet="xyz", min_size=1, max_size=3), NESTED, min_size=1, max_size=3))
def test_every_value_is_in_a_block_or_the_file_is_refused(content: dict[str, Any]) -> None:
    try:
        blocks = reading_of(content).blocks
    except UnreadableError:
        return
    text = "\n".join("\n".join([block.text, *(cell for row in block.rows for cell in row)]) for block in blocks)
    assert all(value in text for value in leaves(content))


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        ([1, 2, 3], "JSON without named fields"),
        ("text", "JSON without named fields"),
        ({"a": [[{"b": 1}]]}, "JSON with lists inside lists, or objects beside bare values"),
        ({"a": {"b": {"c": {"d": {"e": {"f": {"g": {"h": 1}}}}}}}}, "JSON nested more than 6 deep"),
    ],
)
def test_a_shape_that_says_nothing_asks_for_a_mapping(content: Any, reason: str) -> None:
    with pytest.raises(UnreadableError) as caught:
        reading_of(content)
    assert caught.value.reason == reason
    assert caught.value.hint == "say which fields hold the text by `mapping` for this file in corpus.yaml"


def test_a_damaged_file_says_where() -> None:
    with pytest.raises(UnreadableError, match=r"damaged: not JSON \(line 2, column 9\)"):
        read(b'{\n "a": 1,,\n "b": 2}', ".json")


def test_a_damaged_line_is_a_problem_and_the_other_lines_are_read() -> None:
    reading = read(b'{"a": 1}\n{"a": \n"x"\n\n{"a": 3}\n{"a": 4}\n', ".jsonl")
    assert [problem.reason for problem in reading.problems] == [
        "line 2: not an object in JSON",
        "line 3: not an object in JSON",
    ]
    assert reading.blocks[0].rows == (("1",), ("3",), ("4",))


def test_a_field_that_is_there_twice_is_not_read_once() -> None:
    with pytest.raises(UnreadableError, match="one field twice"):
        read(b'{"a": {"b": 1, "b": 2}}', ".json")


def exchanges(reading: Reading) -> list[Block]:
    assert all(block.kind == "exchange" for block in reading.blocks)
    return list(reading.blocks)


CHAT = [
    {"role": "system", "content": "You are helpful."},
    {"role": "user", "content": "請問運費？"},
    {"role": "assistant", "content": None, "tool_calls": [{"function": {"name": "rate"}}]},
    {"role": "tool", "content": "80"},
    {
        "role": "assistant",
        "content": [{"type": "text", "text": "每件 80 元。"}, {"type": "image_url", "image_url": {}}],
    },
    {"role": "user", "content": "那退貨呢？"},
    {"role": "assistant", "content": "免費。"},
]


@pytest.mark.parametrize("content", [{"messages": CHAT}, [{"messages": CHAT}], CHAT])
def test_openai_messages_are_exchanges(content: Any) -> None:
    reading = reading_of(content)
    assert [(block.label, block.rows) for block in exchanges(reading)] == [
        ("convo 1 #2", (("user", "asker", "請問運費？"), ("assistant", "agent", "每件 80 元。"))),
        ("convo 1 #6", (("user", "asker", "那退貨呢？"), ("assistant", "agent", "免費。"))),
    ]
    assert {item.text for item in reading.hidden} >= {"You are helpful.", "80"}
    assert {item.kind for item in reading.hidden} == {"hidden_element"}


def test_each_line_of_a_jsonl_is_a_conversation_of_its_own() -> None:
    line = json.dumps({"messages": CHAT[1:2] + CHAT[6:]}, ensure_ascii=False)
    assert [block.label for block in exchanges(read(f"{line}\n{line}\n".encode(), ".jsonl"))] == [
        "convo 1 #1",
        "convo 2 #1",
    ]


def test_messages_with_times_have_them_as_keys() -> None:
    turns = [{"from": "human", "value": "How?", "timestamp": "2024-05-03T14:02:00Z"}, {"from": "gpt", "value": "So."}]
    assert [block.label for block in exchanges(reading_of({"conversations": turns}))] == ["2024-05-03 14:02"]


def test_pairs_of_speaker_and_utterance_are_exchanges_and_actions_are_hidden() -> None:
    record = {
        "convo_id": 3592,
        "scenario": {"name": "crystal"},
        "original": [
            ["agent", "How can I help you?"],
            ["customer", "I need to return an item."],
            ["action", "Account has been pulled up."],
            ["agent", "Done."],
            ["customer", "When do I get the money?"],
        ],
    }
    for content in ([record], {"train": [record]}):
        reading = reading_of(content)
        assert [(block.label, len(block.rows)) for block in exchanges(reading)] == [
            ("convo 3592 #1", 3),
            ("convo 3592 #5", 1),
        ]
        assert [item.text for item in reading.hidden] == ["action", "Account has been pulled up.", "crystal"]


def test_rows_of_a_transcript_are_exchanges_too() -> None:
    rows = [
        {"session_id": "7", "sender": "Bo", "created_at": "2024-05-03 14:02", "text": "How?"},
        {"session_id": "7", "sender": "Amy", "created_at": "2024-05-03 14:03", "text": "So."},
    ]
    assert [block.label for block in exchanges(reading_of(rows))] == ["2024-05-03 14:02"]


def test_guidelines_are_headings_and_numbered_steps() -> None:
    actions = [
        {"type": "interaction", "button": "Pull up Account", "text": "Get the name  [Pull up Account]", "subtext": []},
        {"type": "kb query", "button": "Oracle", "text": "Decide:", "subtext": ["Yes: go on", "No: stop"]},
        {"type": "communication", "button": "N/A", "text": "Say so", "subtext": []},
    ]
    instructions = ["The customer wants a refund.", "Ask if there is more."]
    content = {"Refunds": {"description": "money back", "subflows": {"Initiate": {"actions": actions}}}}
    content["Refunds"]["subflows"]["Initiate"]["instructions"] = instructions  # type: ignore[index]
    reading = reading_of(content)
    assert printed(reading) == [
        ("heading", "", "Refunds"),
        ("paragraph", "", "money back"),
        ("heading", "", "Initiate"),
        ("paragraph", "", "The customer wants a refund."),
        ("item", "1.", "Get the name [Pull up Account]"),
        ("item", "2.", "Decide: [Oracle]"),
        ("item", "", "Yes: go on"),
        ("item", "", "No: stop"),
        ("item", "3.", "Say so"),
        ("paragraph", "", "Ask if there is more."),
    ]
    assert [item.text for item in reading.hidden] == [
        "interaction",
        "Pull up Account",
        "kb query",
        "communication",
        "N/A",
    ]
