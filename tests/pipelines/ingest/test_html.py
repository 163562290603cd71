"""How HTML pages are read."""

import time
from contextlib import suppress

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipelines.ingest.blocks import Block, Reading, UnreadableError
from pipelines.ingest.corpus import Entry
from pipelines.ingest.cut import Limits
from pipelines.ingest.identity import identify
from pipelines.ingest.readers import read
from pipelines.ingest.sections import sections_of


def page(body: str) -> Reading:
    return read(f"<html><body>{body}</body></html>".encode(), ".html")


def printed(body: str) -> list[str]:
    return [f"{block.label} {block.text}".strip() for block in page(body).blocks]


@pytest.mark.parametrize(
    ("attributes", "labels"),
    [
        ("", ["1.", "2.", "7.", "8."]),
        ('start="3"', ["3.", "4.", "7.", "8."]),
        ("reversed", ["4.", "3.", "7.", "6."]),
        ('type="A"', ["A.", "B.", "G.", "H."]),
        ('type="i" start="-1"', ["-1.", "0.", "vii.", "viii."]),
        ('start="x"', ["1.", "2.", "7.", "8."]),
    ],
)
def test_lists_print_their_numbers(attributes: str, labels: list[str]) -> None:
    blocks = page(f'<ol {attributes}><li>甲</li><li>乙</li><li value="7">丙</li><li>丁</li></ol>').blocks
    assert [block.label for block in blocks] == labels


def test_a_list_in_a_list_is_read_however_deep_it_is_wrapped() -> None:
    assert printed("<ul><li>甲<div><p>說明</p><ol><li>一</li></ol></div></li></ul>") == ["甲\n說明", "1. 一"]


def test_lines_break_where_the_page_breaks_them() -> None:
    """`元<br>當月` ran together, and so did two paragraphs in one cell."""
    assert printed("<p>禮金 1,000 元<br>當月\n發給</p>") == ["禮金 1,000 元\n當月發給"]
    table = page("<table><tr><th>項目</th><th>說明</th></tr><tr><td>甲</td><td><p>一</p><p>二</p></td></tr></table>")
    assert table.blocks[0].rows == (("甲", "一\n二"),)


def test_a_header_of_two_rows_is_joined_and_rows_of_data_are_not() -> None:
    body = """<table><thead><tr><th rowspan="2">地區</th><th colspan="2">運費</th></tr>
      <tr><td>5kg</td><td>10kg</td></tr></thead><tbody><tr><th>北部</th><td>110</td><td>150</td></tr></tbody></table>"""
    table = page(body).blocks[0]
    assert (table.header, table.rows) == (("地區", "運費 5kg", "運費 10kg"), (("北部", "110", "150"),))


def test_a_table_that_only_lays_the_page_out_is_no_table() -> None:
    inner = "<table><tr><th>甲</th></tr><tr><td>1</td></tr></table>"
    body = f"<table><tr><td><p>說明。</p>{inner}</td><td>頁尾</td></tr></table>"
    assert page(body).blocks == (
        Block(kind="paragraph", text="說明。"),
        Block(kind="table", header=("甲",), rows=(("1",),)),
        Block(kind="paragraph", text="頁尾"),
    )


@pytest.mark.parametrize(
    ("element", "kind"),
    [
        ('<p style="display:none">X</p>', "hidden_element"),
        ('<p style="visibility: hidden">X</p>', "hidden_element"),
        ('<p style="opacity:0">X</p>', "hidden_element"),
        ('<p style="height:0;overflow:hidden">X</p>', "hidden_element"),
        ('<p style="font-size: 0px">X</p>', "tiny"),
        ('<p style="font-size:1px;color:red">X</p>', "tiny"),
        ('<p style="color:#FFF">X</p>', "white"),
        ('<p style="color: rgb(255, 255, 255)">X</p>', "white"),
        ('<p style="position:absolute;left:-9999px">X</p>', "off_page"),
        ("<p hidden>X</p>", "hidden_element"),
        ("<noscript>X</noscript>", "hidden_element"),
        ("<!--X-->", "comment"),
    ],
)
def test_what_nobody_sees_is_hidden_with_its_kind(element: str, kind: str) -> None:
    reading = page(f"<p>公開。</p>{element}")
    assert [block.text for block in reading.blocks] == ["公開。"]
    assert [(hidden.kind, hidden.text) for hidden in reading.hidden] == [(kind, "X")]


@pytest.mark.parametrize(
    "element",
    [
        '<div style="background:#036"><b style="color:#fff">X</b></div>',
        '<table><tr bgcolor="#003366"><td style="color:white">X</td></tr></table>',
        '<p style="background-color:#fff;border-color:#fff">X</p>',
        '<p style="max-width:100%;line-height:1;font-size:1.2em">X</p>',
        "<details><summary>X</summary></details>",
        "<form><p>X</p></form>",
        "<a href='https://a.tw'>X</a>",
    ],
)
def test_what_is_seen_is_read(element: str) -> None:
    """A page of an old ASP.NET site is one form: it was empty."""
    reading = page(f"{element}<p>公開。</p>")
    assert reading.hidden == ()
    assert "X" in [
        text for block in reading.blocks for text in (block.text, *(cell for row in block.rows for cell in row))
    ]


def test_menus_are_furniture_and_a_hidden_part_inside_a_hidden_part_counts_once() -> None:
    reading = page('<nav><a>首頁</a></nav><p>內文。</p><div hidden>甲<p style="display:none">乙</p></div>')
    assert [(block.text, block.where) for block in reading.blocks] == [("首頁", "header"), ("內文。", "body")]
    assert [hidden.text for hidden in reading.hidden] == ["甲\n乙"]


def test_a_footnote_stands_where_its_mark_is() -> None:
    body = """<h2>運費</h2><p>逾時不受理<sup><a href="#n1">1</a></sup>。面積 10 m<sup>2</sup>。</p>
      <h2>其他</h2><p>無。</p><ol><li id="n1">簽收後 48 小時。<a href="#r1">↩</a></li></ol>"""
    document = identify("DOC-1.html", page(body).blocks, Entry())
    found = sections_of(document, Limits(section=800, clause=400))
    assert [section.text for section in found] == ["逾時不受理。面積 10 m2。\n註1：簽收後 48 小時。", "無。"]


def test_definitions_read_with_their_terms_and_code_as_it_stands() -> None:
    assert printed("<dl><div><dt>Webhook</dt><dd>A call.</dd></div><dt>回推</dt><dd>通知。</dd></dl>") == [
        "Webhook: A call.",
        "回推：通知。",
    ]
    assert printed("<pre>a\n  b &lt; c</pre>") == ["a\n  b < c"]


@pytest.mark.parametrize(
    ("stated", "encoding"),
    [("big5", "cp950"), ("Big5-HKSCS", "big5hkscs"), ("gb2312", "gb18030"), ("utf-8", "cp950"), ("big5", "utf-8")],
)
def test_a_page_is_read_in_the_encoding_it_states_or_really_has(stated: str, encoding: str) -> None:
    source = f'<html><head><meta charset="{stated}"></head><body><p>員工福利與休假辦法</p></body></html>'
    assert [block.text for block in read(source.encode(encoding), ".html").blocks] == ["員工福利與休假辦法"]


@pytest.mark.parametrize(
    ("suffix", "opening"),
    [
        (".html", "<!--"),
        (".html", "<script "),
        (".html", "<p style='font:font:font:"),
        (".md", "{% "),
        (".md", "{{ "),
        (".md", "](x {{"),
        (".md", "{% comment %}"),
        (".md", "[^1]: "),
    ],
)
def test_openings_without_an_end_cost_no_time(suffix: str, opening: str) -> None:
    """Sixty kB of `{% ` took a minute, nearly the whole of what a reader gets."""
    began = time.process_time()
    with suppress(UnreadableError):
        read(("說明。\n\n" + opening * 20_000).encode(), suffix)
    assert time.process_time() - began < 20


TAGS = st.sampled_from(["p", "div", "b", "li", "h2", "td", "pre", "blockquote", "sup", "form"])


@settings(max_examples=50)
@given(st.recursive(st.just([]), lambda inner: st.lists(st.tuples(TAGS, inner), min_size=1, max_size=3), max_leaves=12))
def test_every_word_of_any_page_is_in_some_block(tree: list[tuple[str, list]]) -> None:
    words: list[str] = []

    def source(nodes: list[tuple[str, list]]) -> str:
        html = ""
        for tag, inner in nodes:
            words.append(f"字{len(words)}；")
            html += f"<{tag}>{words[-1]}{source(inner)}</{tag}>"
        return html

    blocks = page(f"<p>起。</p>{source(tree)}").blocks
    said = " ".join(
        text for block in blocks for text in (block.text, *block.header, *(c for row in block.rows for c in row))
    )
    assert all(word in said for word in words)
