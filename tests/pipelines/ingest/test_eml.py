import base64
from contextlib import suppress
from email.message import EmailMessage
from email.policy import SMTP

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipelines.ingest.blocks import Reading, UnreadableError
from pipelines.ingest.readers import read
from pipelines.ingest.readers.options import Options
from pipelines.ingest.readers.quotes import is_forwarded, split_text


def mail(text: str = "內文。\n", *, subject: str = "出貨異常") -> EmailMessage:
    made = EmailMessage(policy=SMTP)
    made["From"] = "倉管 王小明 <ming@lanpan.example>"
    made["To"] = "service@lanpan.example"
    made["Date"] = "Fri, 03 May 2024 14:02:00 +0800"
    made["Subject"] = subject
    made.set_content(text)
    return made


def body(reading: Reading) -> list[str]:
    return [block.text for block in reading.blocks if block.where == "body" and block.kind != "heading"]


def furniture(reading: Reading) -> list[str]:
    return [block.text for block in reading.blocks if block.where == "header"]


def of(text: str, subject: str = "出貨異常") -> Reading:
    return read(mail(text, subject=subject).as_bytes(), ".eml")


def raw(head: bytes, payload: bytes) -> Reading:
    return read(b"From: a@b.example\r\n" + head + b"\r\n\r\n" + payload, ".eml")


def test_the_subject_is_the_title_and_the_header_is_furniture() -> None:
    reading = of("各位好：\n\n一、外箱破損須拍照。\n二、24 小時內通報。\n")
    assert (reading.blocks[0].kind, reading.blocks[0].level, reading.blocks[0].text) == ("heading", 0, "出貨異常")
    assert furniture(reading) == [
        "From: 倉管 王小明 <ming@lanpan.example>",
        "To: service@lanpan.example",
        "Date: Fri, 03 May 2024 14:02:00 +0800",
    ]
    assert [(block.label, block.text) for block in reading.blocks[-3:]] == [
        ("", "各位好："),
        ("一、", "外箱破損須拍照。"),
        ("二、", "24 小時內通報。"),
    ]


@pytest.mark.parametrize("encoding", ["base64", "quoted-printable", "8bit"])
def test_every_transfer_encoding_is_undone(encoding: str) -> None:
    made = mail()
    made.set_content("電費依分表計算。\n", cte=encoding)
    assert body(read(made.as_bytes(), ".eml")) == ["電費依分表計算。"]


@pytest.mark.parametrize("charset", ["big5", "Big5", "cp950", "utf-8", "us-ascii", "x-unknown"])
def test_a_chinese_text_is_read_whatever_its_encoding_is_called(charset: str) -> None:
    payload = "恒裏碁嫺，每件 80 元。".encode("utf-8" if charset in ("utf-8", "us-ascii") else "cp950")
    head = f"Subject: x\r\nContent-Type: text/plain; charset={charset}\r\nContent-Transfer-Encoding: 8bit".encode()
    assert body(raw(head, payload)) == ["恒裏碁嫺，每件 80 元。"]


@pytest.mark.parametrize(
    "subject",
    [
        b"=?big5?B?" + base64.b64encode("出貨異常".encode("big5")) + b"?=",
        b"=?UTF-8?Q?=E5=87=BA=E8=B2=A8?=\r\n =?UTF-8?Q?=E7=95=B0=E5=B8=B8?=",
        "出貨異常".encode(),
        "出貨異常".encode("cp950"),
    ],
)
def test_an_encoded_subject_is_read(subject: bytes) -> None:
    assert raw(b"Subject: " + subject, b"text").blocks[0].text == "出貨異常"


def test_a_reply_keeps_what_is_new_and_hides_the_history_below() -> None:
    for history in (
        "On Fri, May 3, 2024 at 2:02 PM Amy <amy@a.example> wrote:\n> 保固多久？\n>\n> 謝謝\n",
        "On Fri, May 3, 2024 at 2:02 PM Amy Very Long Name\n<amy@a.example> wrote:\n> 保固多久？\n",
        "王小明 <ming@a.example> 於 2024年5月3日 週五 下午2:02寫道：\n\n> 保固多久？\n",
        "-----Original Message-----\nFrom: Amy\nSubject: x\n\n保固多久？\n",
        "寄件者: 王小明\n寄件日期: 2024年5月3日 14:02\n收件者: 客服\n主旨: 保固\n\n保固多久？\n",
    ):
        reading = of(f"GT-2 是 18 個月。\n\n-- \n王小明\n分機 5810\n\n{history}")
        assert body(reading) == ["GT-2 是 18 個月。"], history
        assert furniture(reading)[-2:] == ["王小明", "分機 5810"]
        assert {item.kind for item in reading.hidden} == {"hidden_element"}
        assert [item.text for item in reading.hidden] == [line for line in history.split("\n") if line]


def test_a_quote_above_its_answer_stays_with_it() -> None:
    reading = of("> 保固多久？\n> 要含電池。\n18 個月。\n\n> 運費呢？\n80 元。\n\nAmy 寫道：\n> 舊信\n")
    assert body(reading) == ["> 保固多久？要含電池。", "18 個月。", "> 運費呢？", "80 元。"]
    assert [item.text for item in reading.hidden] == ["Amy 寫道：", "> 舊信"]


def test_what_is_forwarded_is_the_content() -> None:
    text = "請參考。\n\n-----Original Message-----\nFrom: Amy\n\n新價格如下。\n> 舊價格\n"
    reading = of(text, subject="Fwd: 價格")
    assert body(reading)[-2:] == ["新價格如下。", "> 舊價格"]
    assert reading.hidden == ()
    assert [is_forwarded(subject) for subject in ("FW: x", "轉寄：x", "Re: FW: x", "Forward plan")] == [
        True, True, False, False
    ]  # fmt: skip


LINES = st.lists(st.sampled_from(["甲", "", "> 乙", ">> 丙", "-- ", "On Monday", "Amy wrote:", "From: a", "Sent: b"]))


@settings(max_examples=50)
@given(LINES, st.booleans())
def test_splitting_a_text_loses_no_letter(lines: list[str], forwarded: bool) -> None:
    new, signature, history = split_text(lines, forwarded=forwarded)
    split = "".join([*new, *signature, history])
    for mark in "甲乙丙OASFab":
        assert split.count(mark) == "".join(lines).count(mark)


def test_a_page_is_read_where_there_is_no_plain_text_and_its_history_is_hidden() -> None:
    made = mail()
    page = (
        '<html><head><meta charset="big5"></head><body><p>每件 <b>80</b> 元。</p>'
        '<div class="gmail_quote"><div>Amy 寫道：</div><blockquote>運費？</blockquote></div></body></html>'
    )
    made.set_content(page, subtype="html", charset="utf-8")
    reading = read(made.as_bytes(), ".eml")
    assert body(reading) == ["每件 80 元。"]
    assert "".join(reading.hidden[0].text.split()) == "Amy寫道：運費？"
    made.replace_header("Subject", "Fwd: x")
    assert "運費？" in body(read(made.as_bytes(), ".eml"))


def test_outlooks_history_is_all_that_follows_its_mark() -> None:
    made = mail()
    page = '<div>新的。</div><div id="divRplyFwdMsg">From: Amy</div><div>舊的。</div><p>更舊的。</p>'
    made.set_content(page, subtype="html")
    reading = read(made.as_bytes(), ".eml")
    assert body(reading) == ["新的。"]
    assert [item.text for item in reading.hidden] == ["From: Amy", "舊的。", "更舊的。"]


def test_a_mail_of_a_picture_and_an_attachment_is_read() -> None:
    made = mail()
    made.set_content('<img src="cid:1">', subtype="html")
    made.add_attachment("甲,乙\n1,2\n".encode(), maintype="text", subtype="csv", filename="價目.csv")
    assert [part.name for part in read(made.as_bytes(), ".eml").parts] == ["價目.csv"]


def test_of_two_alternatives_the_plain_one_is_read_unless_it_is_empty() -> None:
    made = mail("純文字。\n")
    made.add_alternative("<p>網頁。</p>", subtype="html")
    assert body(read(made.as_bytes(), ".eml")) == ["純文字。"]
    empty = mail(" \n")
    empty.add_alternative("<p>網頁。</p>", subtype="html")
    assert body(read(empty.as_bytes(), ".eml")) == ["網頁。"]


ROW = "<tr><td>{}</td><td>{}</td></tr>"


@pytest.mark.parametrize(
    ("page", "tables"),
    [
        ("<p>見表</p><table>" + ROW.format("棧板", "溫層") + ROW.format("1", "常溫") + "</table>", 1),
        ("<table>" + ROW.format("", "信頭") + ROW.format("內文", "") + "</table>", 0),
        ("<table><tr><td><table>" + ROW.format("a", "b") + "</table></td></tr></table>", 0),
        ("<p>好</p><blockquote type=cite><table>" + ROW.format("a", "b") * 2 + "</table></blockquote>", 0),
    ],
)
def test_a_page_is_read_instead_where_it_has_a_table_of_data(page: str, tables: int) -> None:
    made = mail("棧板  溫層\n1  常溫\n")
    made.add_alternative(page, subtype="html")
    reading = read(made.as_bytes(), ".eml")
    assert sum(block.kind == "table" for block in reading.blocks) == tables
    assert (body(reading)[0] == "棧板  溫層1  常溫") != bool(tables)


def test_text_after_an_attachment_is_text_of_the_mail() -> None:
    made = mail("之前。\n")
    made.add_attachment("甲,乙\n1,2\n".encode(), maintype="text", subtype="csv", filename="價目.csv")
    after = EmailMessage(policy=SMTP)
    after.set_content("之後。\n")
    made.attach(after)
    reading = read(made.as_bytes(), ".eml")
    assert body(reading) == ["之前。", "之後。"]
    assert [part.name for part in reading.parts] == ["價目.csv"]


def test_attachments_are_documents_of_their_own_and_an_unreadable_one_is_a_problem() -> None:
    made = mail()
    for content in ("甲,乙\n1,2\n", "甲,乙\n3,4\n"):
        made.add_attachment(content.encode("cp950"), maintype="text", subtype="csv", filename="價目表.csv")
    made.add_attachment(b"\x00", maintype="application", subtype="octet-stream", filename="winmail.dat")
    made.add_attachment(b"\x89PNG", maintype="image", subtype="png", filename="照片.png")
    made.add_attachment(b"\x89PNG", maintype="image", subtype="png", filename="logo.png", disposition="inline")
    reading = read(made.as_bytes(), ".eml")
    assert [part.name for part in reading.parts] == ["價目表.csv", "價目表 (2).csv"]
    assert [part.reading.blocks[0].rows for part in reading.parts] == [(("1", "2"),), (("3", "4"),)]
    assert [(problem.locator, problem.reason) for problem in reading.problems] == [
        ("winmail.dat", "no reader for .dat"),
        ("照片.png", "no reader for .png"),
    ]


def test_a_mail_inside_a_mail_is_a_part_named_by_its_subject() -> None:
    made = mail("見附件。\n")
    made.add_attachment(mail("舊的內文。\n", subject="價格/舊"))
    (part,) = read(made.as_bytes(), ".eml").parts
    assert (part.name, body(part.reading)) == ("價格_舊.eml", ["舊的內文。"])


def test_mails_inside_each_other_end_somewhere() -> None:
    made = mail("最裡面。\n")
    for depth in range(5):
        outer = mail(f"第 {depth} 層。\n")
        outer.add_attachment(made)
        made = outer
    reading = read(made.as_bytes(), ".eml")
    for _ in range(3):
        reading = reading.parts[0].reading
    assert [problem.reason for problem in reading.problems] == ["inside more than 3 archives or mails"]


def test_an_attachments_reader_is_told_what_the_mails_was() -> None:
    made = mail()
    made.add_attachment(b'[{"no": "4.1", "body": "One."}]', maintype="application", subtype="json", filename="a.json")
    reading = read(made.as_bytes(), ".eml", Options(mapping={"label": "no", "text": "body"}))
    assert reading.parts[0].reading.blocks[0].label == "4.1"


def test_something_else_is_no_mail() -> None:
    with pytest.raises(UnreadableError, match="not a mail: neither a sender nor a subject"):
        read("隨便一段文字。\n".encode(), ".eml")


@settings(max_examples=50)
@given(st.binary(max_size=200))
def test_no_bytes_break_the_reader(data: bytes) -> None:
    with suppress(UnreadableError):
        read(b"Subject: x\nContent-Type: multipart/mixed; boundary=b\n\n--b\n" + data, ".eml")
