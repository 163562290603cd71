import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipelines.ingest.readers.quotes import holds_table, split_page, split_text

REPLY = ["好的，已改期。", ""]


def split(*lines: str) -> tuple[list[str], list[str], str]:
    new, signature, history = split_text(lines, forwarded=False)
    return [line for line in new if line.strip()], signature, history


@pytest.mark.parametrize(
    "mark",
    [
        ["-----Original Message-----"],
        ["----- 原始郵件 -----"],
        ["________________________________", "From: Amy", "Sent: Friday, May 3, 2024 2:02 PM"],
        ["From: Amy <a@a.example>", "Date: Friday"],
        ["寄件者：王小明", "傳送時間：2024年5月3日 下午 02:02"],
        ["*From:* Amy", "*Sent:* Friday"],
        ["Amy <a@a.example> 於 2024年5月3日 週五 下午2:02寫道：", "> 可以改期嗎？"],
        ["在 2024年5月3日，Amy 寫道：", "", "> 可以改期嗎？"],
        [
            "On Fri, May 3, 2024 at 2:02 PM Amy",
            "from the warehouse in Taoyuan",
            "<a@a.example> wrote:",
            "> Can it move?",
        ],
    ],
)
def test_each_mail_programs_history_is_found(mark: list[str]) -> None:
    rule = [line for line in mark if line.startswith("___")]
    new, _, history = split(*REPLY, *mark)
    assert new == [REPLY[0], *rule]
    assert history == "\n".join(mark[len(rule) :])


@pytest.mark.parametrize(
    "text",
    [
        ["From: 是寄件欄的名稱。", "請照填。"],
        ["He wrote:", "see the manual"],
        ["a > b 時報警。", "b -> c"],
        ["----", "以上為分隔線。"],
    ],
)
def test_what_only_looks_like_history_is_text(text: list[str]) -> None:
    assert split(*text) == (text, [], "")


def test_a_signature_ends_where_the_history_begins() -> None:
    assert split("好。", "-- ", "王小明", "", "分機 5810", "On Friday Amy wrote:", "> 問？") == (
        ["好。"],
        ["王小明", "分機 5810"],
        "On Friday Amy wrote:\n> 問？",
    )


def test_a_mail_of_history_alone_has_no_text() -> None:
    assert split("> 問？", "> 答？") == ([], [], "> 問？\n> 答？")


def test_a_quote_of_several_lines_is_marked_once_and_deeper_ones_lose_their_marks() -> None:
    assert split("> 保固多久？", ">> 要含電池。", "18 個月。") == (["> 保固多久？", "要含電池。", "18 個月。"], [], "")


LINES = st.lists(st.text(alphabet="甲a>- :\n", max_size=6), max_size=8)


@settings(max_examples=50)
@given(LINES)
def test_a_forwarded_text_has_neither_history_nor_signature(lines: list[str]) -> None:
    new, signature, history = split_text(lines, forwarded=True)
    assert (signature, history) == ([], "")
    assert "".join("".join(new).split()).replace(">", "") == "".join("".join(lines).split()).replace(">", "")


@pytest.mark.parametrize(
    "older",
    [
        '<div class="gmail_quote">舊</div>',
        '<blockquote type="cite">舊</blockquote>',
        '<div class="moz-cite-prefix">舊</div>',
        '<div id="appendonsend"></div><hr><div>舊</div>',
        '<div class="yahoo_quoted"><blockquote type="cite">舊</blockquote></div>',
    ],
)
def test_each_pages_history_is_taken_out_once(older: str) -> None:
    page, history = split_page(
        f"<html><head><meta charset=big5></head><body><p>新</p>{older}</body></html>", forwarded=False
    )
    assert history == "舊"
    assert "新" in page
    assert "舊" not in page
    assert "charset" not in page


def test_a_quotation_in_a_text_is_no_history() -> None:
    page, history = split_page("<p>新</p><blockquote>規則原文</blockquote>", forwarded=False)
    assert ("規則原文" in page, history) == (True, "")


def test_a_table_of_one_row_or_one_column_is_no_table_of_data() -> None:
    row = "<tr><td>a</td><td>b</td></tr>"
    assert holds_table(f"<table>{row}{row}</table>")
    assert not holds_table(f"<table>{row}</table>")
    assert not holds_table("<table><tr><td>a</td></tr><tr><td>b</td></tr></table>")
    assert not holds_table("<p>text</p>")
