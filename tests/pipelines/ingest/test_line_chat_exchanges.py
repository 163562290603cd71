import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipelines.ingest.blocks import Block
from pipelines.ingest.readers.exchanges import Message, Role, cast, reading_of
from pipelines.ingest.readers.moments import day_of, moment_of


def say(text: str, role: Role = "", *, by: str = "", when: str = "2024-05-03 14:02", conversation: str = "") -> Message:
    return Message(speaker=by or role or "Bo", text=text, role=role, when=when, conversation=conversation)


def texts(messages: list[Message]) -> list[list[str]]:
    return [[text for _, _, text in block.rows] for block in reading_of(messages).blocks]


@pytest.mark.parametrize(
    "thanks", ["了解，謝謝", "好的，我再確認一下", "Perfect. Thanks", "great thanks for your help", "OK, see you then."]
)
def test_a_short_remark_that_asks_nothing_closes_its_exchange(thanks: str) -> None:
    messages = [say("運費多少？", "asker"), say("80 元。", "agent"), say(thanks, "asker")]
    assert texts(messages) == [["運費多少？", "80 元。", thanks]]


@pytest.mark.parametrize(
    "next_question",
    [
        "那退貨呢",
        "請問可以退嗎",
        "how long does it take",
        "And which box?",
        "昨天寄的那一箱外箱整個都壓壞了，裡面的東西也濕掉了",
        "My parcel arrived wet and the box was crushed.",
    ],
)
def test_the_next_question_or_a_long_statement_opens_the_next_exchange(next_question: str) -> None:
    messages = [say("運費多少？", "asker"), say("80 元。", "agent"), say(next_question, "asker")]
    assert texts(messages) == [["運費多少？", "80 元。"], [next_question]]


@pytest.mark.parametrize(
    "request_", ["請提供單號", "麻煩您提供單號", "請問單號是？", "May I have your order ID?", "Your name, please"]
)
def test_what_the_agent_asked_for_is_no_new_question(request_: str) -> None:
    answer = "The number on the label reads 2024-0503-1234567890"
    messages = [say("Where is it?", "asker"), say(request_, "agent"), say("ok", "agent"), say(answer, "asker")]
    assert texts(messages) == [["Where is it?", request_, "ok", answer]]


def test_a_question_in_several_messages_is_one() -> None:
    messages = [
        say("你好", "asker"),
        say("我想問運費", "asker"),
        say("寄臺東多少？", "asker"),
        say("120 元。", "agent"),
    ]
    assert len(texts(messages)) == 1


def test_another_customer_opens_an_exchange_of_their_own() -> None:
    messages = [say("運費？", "asker", by="甲"), say("保固？", "asker", by="乙"), say("80 元。", "agent")]
    assert texts(messages) == [["運費？"], ["保固？", "80 元。"]]


def test_a_conversation_of_its_own_goes_on_past_midnight_and_ends_with_itself() -> None:
    messages = [
        say("When?", "asker", when="2024-05-03 23:59", conversation="1"),
        say("Soon.", "agent", when="2024-05-04 00:01", conversation="1"),
        say("Soon as well.", "agent", when="2024-05-04 00:02", conversation="2"),
    ]
    assert texts(messages) == [["When?", "Soon."], ["Soon as well."]]


def test_a_key_is_the_time_of_the_first_message_or_its_place() -> None:
    timed = reading_of([say("a?", "asker"), say("b", "agent", when="2024-05-03 15:00")]).blocks
    placed = reading_of([Message(speaker="Bo", text="a?", role="asker", place="convo 7 #3")]).blocks
    assert [block.label for block in (*timed, *placed)] == ["2024-05-03 14:02", "convo 7 #3"]


def test_what_a_system_said_and_empty_messages_are_in_no_exchange() -> None:
    reading = reading_of([say("joined", "system"), say("", "asker"), say("a?", "asker")])
    assert [block.rows for block in reading.blocks] == [(("asker", "asker", "a?"),)]
    assert [item.text for item in reading.hidden] == ["system", "joined"]


def test_a_name_of_a_service_desk_is_the_agent_even_where_it_speaks_first() -> None:
    messages = [say("早安", by="官方帳號"), say("請問？", by="陳"), say("請說", by="Amy Support")]
    assert [message.role for message in cast(messages)] == ["agent", "asker", "agent"]


def test_where_askers_are_known_all_others_are_agents() -> None:
    messages = [say("Hi", by="Amy"), say("Why?", "asker"), say("So.", by="Bo")]
    assert [message.role for message in cast(messages)] == ["agent", "asker", "agent"]


MESSAGES = st.lists(
    st.builds(
        Message,
        speaker=st.sampled_from(["陳", "客服", "Bo"]),
        text=st.sampled_from(["多少？", "80 元", "好", "請提供單號", "x" * 40]),
        role=st.sampled_from(["", "asker", "agent"]),
        when=st.sampled_from(["", "2024-05-03 14:02", "2024-05-04 09:00"]),
        conversation=st.sampled_from(["", "1", "2"]),
    ),
    max_size=12,
)


@settings(max_examples=50)
@given(MESSAGES)
def test_no_message_is_lost_doubled_or_moved(messages: list[Message]) -> None:
    blocks: tuple[Block, ...] = reading_of(messages).blocks
    assert [(speaker, text) for block in blocks for speaker, _, text in block.rows] == [
        (message.speaker, message.text) for message in messages
    ]
    assert all(role in ("asker", "agent") for block in blocks for _, role, _ in block.rows)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("05/13/2024", "2024-05-13"),
        ("13/05/2024", "2024-05-13"),
        ("13.5.2024", "2024-05-13"),
        ("Sunday, 05/03/2023", "2023-03-05"),
        ("13/13/2024", None),
        ("2024/02/30", None),
        ("民國113年5月3日", "2024-05-03"),
        ("3 May 2024", "2024-05-03"),
    ],
)
def test_a_day_is_read_by_what_of_it_can_be_a_month(text: str, day: str | None) -> None:
    assert day_of(text) == day


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("2024-05-03T23:59:59.999+08:00", "2024-05-03 23:59"),
        ("2024/5/3 上午 12:05", "2024-05-03 00:05"),
        ("2024/5/3 12:05 下午", "2024-05-03 12:05"),
        ("May 3, 2024 2:02 pm", "2024-05-03 14:02"),
        ("2024-05-03", "2024-05-03"),
        ("14:02", ""),
    ],
)
def test_a_moment_is_a_day_with_its_time(text: str, moment: str) -> None:
    assert moment_of(text) == moment
