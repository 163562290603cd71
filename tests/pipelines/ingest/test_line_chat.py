import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipelines.ingest.blocks import Block, Reading
from pipelines.ingest.readers import read
from pipelines.ingest.readers.line_chat import recognises
from pipelines.ingest.readers.moments import day_of, moment_of

PHONE = """[LINE] 嵐磐客服群的聊天記錄
儲存日期：2024/05/31 18:02

2024/05/03（五）
下午11:58\t禾田 採購\t請問保價費用怎麼算？
2024/05/04（六）
上午12:04\t客服小磐\t"您好，說明如下：
2024/05/03
每件最低 NT$30。"
上午12:05\t禾田 採購\t了解，謝謝
上午12:05\t禾田 採購\t[貼圖]
上午12:06\t禾田 採購\t☎ 通話時間 1:23
上午12:07\t青衡已收回訊息
上午12:08\t青衡加入群組
上午09:30\t青衡 (總務)\tGT-2 的保固多久？
上午09:31\t客服組長\t18 個月。
"""

ENGLISH = """[LINE] Chat history with Mary Ann Lee
Saved on: 05/31/2024, 18:02

Fri, 05/03/2024
2:02 PM\tMary Ann Lee\tHow long is the warranty?
2:05 PM\tTom\tTwelve months.
2:06 PM\tMary Ann Lee\t[Sticker]
2:07 PM\tMary Ann Lee\t☎ Missed call
2:08 PM\tMary Ann Lee unsent a message.
"""

DESKTOP = """2024.05.03 星期五
14:02 Mary Ann 請問運費怎麼算？
14:03 客服小磐 每件 NT$80。
14:04 Mary Ann 了解，謝謝
14:05 Mary Ann 貼圖
14:06 王大明加入聊天
"""


def exchanges(reading: Reading) -> list[Block]:
    return [block for block in reading.blocks if block.kind == "exchange"]


def said(text: str) -> list[tuple[str, list[tuple[str, ...]]]]:
    return [(block.label, list(block.rows)) for block in exchanges(read(text.encode(), ".txt"))]


def test_a_question_and_its_answers_are_one_exchange_even_past_midnight() -> None:
    first, second = said(PHONE)
    assert first == (
        "2024-05-03 23:58",
        [
            ("禾田 採購", "asker", "請問保價費用怎麼算？"),
            ("客服小磐", "agent", "您好，說明如下：\n2024/05/03\n每件最低 NT$30。"),
            ("禾田 採購", "asker", "了解，謝謝"),
        ],
    )
    assert second[0] == "2024-05-04 09:30"
    assert [role for _, role, _ in second[1]] == ["asker", "agent"]


def test_stickers_calls_and_who_joined_are_furniture_and_no_part_of_an_exchange() -> None:
    furniture = [block.text for block in read(PHONE.encode(), ".txt").blocks if block.where == "header"]
    assert furniture == [
        "[LINE] 嵐磐客服群的聊天記錄",
        "儲存日期：2024/05/31 18:02",
        "禾田 採購 [貼圖]",
        "禾田 採購 ☎ 通話時間 1:23",
        "上午12:07\t青衡已收回訊息",
        "上午12:08\t青衡加入群組",
    ]


def test_an_english_export_names_the_customer_in_its_first_line() -> None:
    assert said(ENGLISH) == [
        (
            "2024-05-03 14:02",
            [("Mary Ann Lee", "asker", "How long is the warranty?"), ("Tom", "agent", "Twelve months.")],
        )
    ]


def test_the_customer_of_a_chat_between_two_is_the_one_it_is_named_after_whoever_speaks_first() -> None:
    text = "[LINE] 與陳小姐的聊天記錄\n\n2024/05/03(週五)\n09:00\t阿明\t您的貨到了\n09:01\t陳小姐\t請問幾點可以拿？\n"
    assert [rows[0][:2] for _, rows in said(text)] == [("阿明", "agent"), ("陳小姐", "asker")]


@pytest.mark.parametrize("first", ["", "[LINE] 客服群的聊天記錄\n"])
def test_names_with_spaces_end_where_a_desktops_lines_part(first: str) -> None:
    assert said(first + DESKTOP) == [
        (
            "2024-05-03 14:02",
            [
                ("Mary Ann", "asker", "請問運費怎麼算？"),
                ("客服小磐", "agent", "每件 NT$80。"),
                ("Mary Ann", "asker", "了解，謝謝"),
            ],
        )
    ]


@pytest.mark.parametrize(
    "day",
    [
        "2024/05/03（五）",
        "2024/05/03(週五)",
        "2024/5/3（週五）",
        "2024.05.03 星期五",
        "2024/05/03(Fri)",
        "2024.05.03 Friday",
        "Fri, 05/03/2024",
        "Fri, 03/05/2024",
        "Friday, May 3, 2024",
        "2024年5月3日 星期五",
    ],
)
def test_every_way_to_print_a_day_is_that_day(day: str) -> None:
    text = f"{day}\n14:02\t陳\t請問？\n"
    assert recognises(text)
    assert [label for label, _ in said(text)] == ["2024-05-03 14:02"]


@pytest.mark.parametrize("time", ["14:02", "下午02:02", "下午 2:02", "2:02 PM", "02:02\u202fPM", "PM 2:02"])
def test_every_way_to_print_a_time_is_that_time(time: str) -> None:
    assert [label for label, _ in said(f"2024/05/03（五）\n{time}\t陳\t請問？\n")] == ["2024-05-03 14:02"]


def test_a_greeting_of_the_next_morning_does_not_answer_yesterdays_thanks() -> None:
    evening = "2024/05/03（五）\n17:00\t陳\t請問？\n17:01\t客服\t好\n17:02\t陳\t謝謝\n"
    text = evening + "2024/05/04（六）\n09:00\t客服\t各位早安\n"
    assert [label for label, _ in said(text)] == ["2024-05-03 17:00", "2024-05-04 09:00"]


def test_who_answers_what_the_agent_asked_does_not_ask_anew() -> None:
    text = "2024/05/03（五）\n" + "\n".join(
        [
            "14:00\t陳\t請問我的貨到哪了？",
            "14:01\t客服\t請提供託運單號",
            "14:02\t陳\t單號是 2024050312345678，收件人寫的是我先生的名字",
            "14:03\t客服\t明天上午送達。",
            "14:04\t陳\t那可以改成下午嗎？",
        ]
    )
    assert [(label, len(rows)) for label, rows in said(text)] == [("2024-05-03 14:00", 4), ("2024-05-03 14:04", 1)]


def test_a_message_keeps_the_quotation_marks_that_are_its_own() -> None:
    assert said('2024/05/03（五）\n14:02\t陳\t"好"\n14:03\t客服\t他說"不行"\n')[0][1] == [
        ("陳", "asker", '"好"'),
        ("客服", "agent", '他說"不行"'),
    ]


def test_a_single_line_that_opens_a_quotation_does_not_swallow_the_next_day() -> None:
    text = '2024/05/03（五）\n14:02\t陳\t"請問？\n2024/05/04（六）\n14:03\t陳\t"有人嗎"\n'
    assert [label for label, _ in said(text)] == ["2024-05-03 14:02", "2024-05-04 14:03"]


def test_minutes_of_a_meeting_are_no_chat() -> None:
    assert not recognises("2024/05/03（五）\n14:02 開會\n出席：陳\n")
    assert not recognises("2024.05.03 星期五\n14:02 開會\n14:30 報告 上月業績\n15:00 散會 完\n")


NAMES = st.text(alphabet="陳林Mary Ann", min_size=1, max_size=8).filter(str.strip)
TEXTS = st.lists(st.text(alphabet='好?嗎說ab "', min_size=1, max_size=6).filter(str.strip), min_size=1, max_size=3)


@settings(max_examples=50)
@given(st.lists(st.tuples(NAMES, TEXTS), min_size=1, max_size=6))
def test_every_message_is_in_one_exchange_in_its_order(messages: list[tuple[str, list[str]]]) -> None:
    lines = ["[LINE] 群組的聊天記錄", "2024/05/03（五）"]
    for name, texts in messages:
        text = "\n".join(texts)
        lines.append(f'14:02\t{name}\t"{text}"' if len(texts) > 1 else f"14:02\t{name}\t{text}")
    found = [row for _, rows in said("\n".join(lines)) for row in rows]
    assert [name for name, _, _ in found] == [name.strip() for name, _ in messages]
    for (_, _, text), (_, texts) in zip(found, messages, strict=True):
        assert "".join(text.split()).strip('"') == "".join("".join(texts).split()).strip('"')


@given(st.text(alphabet="0123456789/.-:，週五（） AMPMFri,May上下午\t\n", max_size=60))
@settings(max_examples=50)
def test_no_text_breaks_the_dates(text: str) -> None:
    assert day_of(text) is None or len(day_of(text) or "") == 10
    assert len(moment_of(text)) in (0, 10, 16)


def test_ten_thousand_messages_are_read_within_a_second() -> None:
    lines = ["[LINE] 群組的聊天記錄"]
    for day in range(1, 21):
        lines.append(f"2024/05/{day:02d}（五）")
        lines += [
            f"14:{minute % 60:02d}\t{'客服' if minute % 2 else '陳'}\t請問第 {minute} 件到了嗎？"
            for minute in range(500)
        ]
    data = "\n".join(lines).encode()
    begun = time.process_time()
    reading = read(data, ".txt")
    assert time.process_time() - begun < 10
    assert sum(len(block.rows) for block in exchanges(reading)) == 10_000


def test_among_colleagues_whoever_asks_is_answered_by_the_others() -> None:
    text = "[LINE] 倉儲群的聊天記錄\n2024/05/03（五）\n" + "\n".join(
        [
            "09:00\t阿明\t大家早",
            "09:01\t小華\t冷凍庫鑰匙在誰那？",
            "09:02\t阿明\t你說哪一間？",
            "09:03\t小華\t2 號",
            "09:04\t老張\t在我這。",
            "10:00\t老張\t明天誰值班？",
            "10:01\t小華\t我。",
        ]
    )
    assert [(label, [role for _, role, _ in rows]) for label, rows in said(text)] == [
        ("2024-05-03 09:00", ["asker"]),
        ("2024-05-03 09:01", ["asker", "agent", "asker", "agent"]),
        ("2024-05-03 10:00", ["asker", "agent"]),
    ]
