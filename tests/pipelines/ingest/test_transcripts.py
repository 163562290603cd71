import pytest

from pipelines.ingest.readers import read, transcripts
from pipelines.ingest.readers.exchanges import role_of
from pipelines.ingest.readers.transcripts import read_rows, recognises

EN = ["conversation_id", "timestamp", "speaker", "role", "message"]
ZH = ["對話編號", "傳送日期", "傳送時間", "傳送者類型", "傳送者名稱", "內容"]


@pytest.mark.parametrize(
    "header",
    [
        EN,
        ZH,
        ["Convo ID", "Speaker", "Text"],
        ["時間", "發言者", "訊息"],
        ["Sender type", "Sender name", "Date", "Time", "Message"],
        ["session-id", "role", "content"],
    ],
)
def test_a_transcript_is_known_by_its_header(header: list[str]) -> None:
    assert recognises(header)


@pytest.mark.parametrize(
    "header",
    [
        ["日期", "案件編號", "產品或服務", "問題", "處理結果"],
        ["Question", "Answer", "Date"],
        ["姓名", "日期", "內容"],
        ["角色", "內容"],
        ["date", "author", "title"],
    ],
)
def test_other_tables_are_no_transcripts(header: list[str]) -> None:
    assert not recognises(header)


def test_conversations_that_alternate_are_read_one_after_the_other_oldest_message_first() -> None:
    rows = [
        ["A", "2024-05-03 14:05:10", "Amy", "agent", "Two days."],
        ["B", "2024-05-03 14:03:00", "Bo", "customer", "Where is my parcel?"],
        ["A", "2024-05-03 14:02:00", "Cy", "customer", "How long does it take?"],
        ["B", "2024-05-04 00:01:00", "Amy", "agent", "It arrives tomorrow."],
    ]
    blocks = read_rows(EN, rows).blocks
    assert [(block.label, [text for _, _, text in block.rows]) for block in blocks] == [
        ("2024-05-03 14:02", ["How long does it take?", "Two days."]),
        ("2024-05-03 14:03", ["Where is my parcel?", "It arrives tomorrow."]),
    ]
    assert blocks[0].rows[0] == ("Cy", "asker", "How long does it take?")


def test_a_chinese_export_has_its_date_and_time_in_two_columns() -> None:
    rows = [
        ["7", "2024/05/03", "下午 02:02", "顧客", "陳小姐", "請問運費？"],
        ["7", "2024/05/03", "下午 02:03", "系統訊息", "", "已指派專員"],
        ["7", "2024/05/03", "下午 02:04", "客服", "小磐", "每件 80 元。"],
    ]
    reading = read_rows(ZH, rows)
    assert [block.rows for block in reading.blocks] == [
        (("陳小姐", "asker", "請問運費？"), ("小磐", "agent", "每件 80 元。"))
    ]
    assert [(item.kind, item.text, item.locator) for item in reading.hidden] == [
        ("hidden_element", "系統訊息", "2024-05-03 14:03"),
        ("hidden_element", "已指派專員", "2024-05-03 14:03"),
    ]


def test_without_times_a_key_is_the_conversation_and_its_turn() -> None:
    rows = [["3592", "customer", "How?"], ["3592", "agent", "So."], ["3592", "customer", "And when?"]]
    assert [block.label for block in read_rows(["convo_id", "role", "text"], rows).blocks] == [
        "convo 3592 #1",
        "convo 3592 #3",
    ]


def test_one_day_that_no_month_can_be_tells_how_all_dates_are_read() -> None:
    rows = [["03/05/2024 10:00", "Bo", "Why?"], ["14/05/2024 10:00", "Bo", "Why?"]]
    assert [block.label for block in read_rows(["time", "sender", "text"], rows).blocks] == [
        "2024-05-03 10:00",
        "2024-05-14 10:00",
    ]
    assert read_rows(["time", "sender", "text"], rows[:1]).blocks[0].label == "2024-03-05 10:00"


def test_an_agent_without_a_role_is_whoever_does_not_ask_first() -> None:
    rows = [["1", "Bo", "Why?"], ["1", "Amy", "Because."], ["2", "Cy", "When?"], ["2", "Amy", "Now."]]
    blocks = read_rows(["chat_id", "sender", "text"], rows).blocks
    assert [[role for _, role, _ in block.rows] for block in blocks] == [["asker", "agent"], ["asker", "agent"]]


def test_a_greeting_belongs_to_the_question_it_is_followed_by() -> None:
    rows = [["1", "agent", "Hi! How can I help?"], ["1", "customer", "My box leaks."], ["1", "agent", "Sorry."]]
    assert [len(block.rows) for block in read_rows(["convo_id", "role", "text"], rows).blocks] == [3]


def test_no_word_names_two_roles() -> None:
    words = ("system", "agent", "user", "客服人員", "客戶", "tool", "assistant", "消費者")
    assert [role_of(word) for word in words] == [
        "system", "agent", "asker", "agent", "asker", "system", "agent", "asker"
    ]  # fmt: skip
    assert role_of("Amy") == ""
    assert set(transcripts.WORDS) == {"conversation", "day", "time", "speaker", "role", "text"}


def test_a_csv_of_a_transcript_is_read_as_exchanges_and_its_short_rows_are_problems() -> None:
    reading = read("對話編號,時間,角色,內容\n1,2024-09-03 09:12,客戶,多久？\n1,09:13\n".encode(), ".csv")
    assert [(block.kind, block.label) for block in reading.blocks] == [("exchange", "2024-09-03 09:12")]
    assert [problem.locator for problem in reading.problems] == ["row 3"]
