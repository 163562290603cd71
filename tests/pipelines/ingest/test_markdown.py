"""How Markdown is read, with the dialects that handbooks are written in."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipelines.ingest.blocks import Block, Reading
from pipelines.ingest.corpus import Entry
from pipelines.ingest.cut import Limits
from pipelines.ingest.identity import identify
from pipelines.ingest.readers import read
from pipelines.ingest.sections import sections_of


def markdown(text: str) -> Reading:
    return read(text.encode(), ".md")


def printed(text: str) -> list[str]:
    return [f"{block.label} {block.text}".strip() for block in markdown(text).blocks]


def sections(text: str) -> dict[str, str]:
    document = identify("DOC-1.md", markdown(text).blocks, Entry())
    return {section.key: section.text for section in sections_of(document, Limits(section=800, clause=400))}


def test_front_matter_names_the_document_with_the_commas_of_its_title() -> None:
    """`Conferences, events, and training` was called `Conferences`."""
    text = "---\ntitle: Conferences, events, and training\nversion: 2.1\ntags:\n  - a\n---\n\nText.\n"
    document = identify("a.md", markdown(text).blocks, Entry())
    assert (document.title, document.edition) == ("Conferences, events, and training", "v2.1")
    assert [block.text for block in document.blocks] == ["Text."]


@pytest.mark.parametrize("front", ["---\ntitle: 甲\n---\n", "---\ntitle: 甲\n...\n", '+++\ntitle = "甲"\n+++\n'])
def test_front_matter_of_every_kind_is_no_text(front: str) -> None:
    document = identify("a.md", markdown(front + "內文。\n").blocks, Entry())
    assert (document.title, [block.text for block in document.blocks]) == ("甲", ["內文。"])


def test_lists_keep_the_numbers_and_marks_they_print() -> None:
    assert printed("0) zero\n1) one\n\n7. seven\n7. eight\n   1. deep\n      - deeper\n") == [
        "0) zero",
        "1) one",
        "7. seven",
        "8. eight",
        "1. deep",
        "deeper",
    ]


def test_a_list_twelve_levels_deep_is_read_to_its_end() -> None:
    """Below the tenth level the parser dropped the text."""
    text = "".join(f"{'  ' * depth}- 第{depth}層\n" for depth in range(12))
    assert printed(text) == [f"第{depth}層" for depth in range(12)]


def test_a_table_keeps_escaped_pipes_and_the_marks_of_code() -> None:
    table = markdown("| 指令 | 說明 |\n|---|---|\n| `a\\|b` | 甲 \\| 乙 |\n").blocks[0]
    assert table.rows == (("a|b", "甲 | 乙"),)


def test_code_is_kept_as_it_stands() -> None:
    code = "if x:\n    {{ y }}  # {% raw %}\n1. no item"
    assert printed(f"說明：\n\n```python\n{code}\n```\n") == ["說明：", code]
    assert printed("Use `{{ name }}` and ``{% if %}``.\n") == ["Use {{ name }} and {% if %}."]


def test_underlined_headings_are_headings() -> None:
    blocks = markdown("標題\n====\n\n小節\n----\n\n內文。\n").blocks
    assert [(block.kind, block.level) for block in blocks] == [("heading", 1), ("heading", 2), ("paragraph", 0)]


def test_a_footnote_stands_where_its_mark_is() -> None:
    """A footnote of one word was taken for a link's address, and was gone."""
    text = "# 費用\n\n## 1.1 運費\n\n逾時不受理[^1]，另計[^b]。\n\n## 1.2 其他\n\n無。\n\n"
    assert sections(text + "[^1]: 簽收後\n    48 小時。\n[^b]: 離島。\n") == {
        "DOC-1 §1.1": "逾時不受理，另計。\n註1：簽收後 48 小時。\n註b：離島。",
        "DOC-1 §1.2": "無。",
    }


def test_a_mark_without_its_footnote_is_text() -> None:
    assert printed("見[^9]。\n") == ["見[^9]。"]


def test_a_line_breaks_only_where_the_author_breaks_it() -> None:
    assert printed("one\ntwo<br> <br>three  \nfour\n") == ["one two\nthree\nfour"]
    assert printed("甲乙\n丙丁\n") == ["甲乙丙丁"]


def test_the_tags_of_a_site_generator_are_replaced_by_what_they_print() -> None:
    """Handbook pages showed `[software]({% page "/software/" %})` to whoever asked."""
    text = (
        'See [software]({% page "/software/" %}#x), ask {% slack_channel "alumni" "the alumni channel" %}.\n'
        "{: .note }\n\n"
        '{% alert %}\nRead {% image "_img/a.png" "the icon" %}. {{ site.name }}\n{% endalert %}\n\n'
        "{% include a.html %}\n\n## Heading {#anchor}\n\n{% comment %}\nSecret.\n\n{% endcomment %}\nText.\n"
    )
    reading = markdown(text)
    assert [block.text for block in reading.blocks] == [
        "See software, ask the alumni channel.",
        "Read the icon.",
        "Heading",
        "Text.",
    ]
    assert [hidden.text for hidden in reading.hidden if hidden.kind == "comment"] == [
        "{% comment %}\nSecret.\n\n{% endcomment %}"
    ]
    assert "{{ site.name }}" in [hidden.text for hidden in reading.hidden]


def test_comments_are_hidden_and_blocks_of_html_are_read_like_a_page() -> None:
    text = (
        "<!-- 內部\n\n備忘 -->\n\n甲<!-- 旁註 -->乙\n\n"
        "<table><tr><th>a</th><th>b</th></tr><tr><td>1</td><td>2</td></tr></table>\n\n"
        '<div style="display:none">不公開</div>\n'
    )
    reading = markdown(text)
    assert reading.blocks == (
        Block(kind="paragraph", text="甲乙"),
        Block(kind="table", header=("a", "b"), rows=(("1", "2"),)),
    )
    assert [(hidden.kind, hidden.text.strip()) for hidden in reading.hidden] == [
        ("comment", "內部\n\n備忘"),
        ("comment", "<!-- 旁註 -->"),
        ("hidden_element", "不公開"),
    ]


def test_a_nested_bullet_keeps_its_depth_in_the_section() -> None:
    assert sections("## 甲\n\n- 注意：\n  - 不信任外部資料\n- 其他\n") == {
        "DOC-1 甲": "- 注意：\n  - 不信任外部資料\n- 其他"
    }


def test_what_follows_a_list_belongs_to_its_heading_and_not_to_the_last_step() -> None:
    """The paragraph after the steps was cited as the last of them."""
    steps = "".join(f"{place}. {'說明' * 250}。\n\n   補充 {place}。\n\n" for place in (1, 2))
    found = sections(f"## 通報\n\n{steps}點選連結者，另行通報。\n")
    assert found["DOC-1 通報"] == "點選連結者，另行通報。"
    assert found["DOC-1 通報›2"].endswith("補充 2。")


WORDS = st.lists(st.sampled_from(["出貨", "異常", "report", "24 小時", "a|b", "*強調*"]), min_size=1, max_size=4)


@settings(max_examples=50)
@given(st.lists(st.tuples(st.sampled_from(["", "# ", "- ", "1. ", "> ", "  - "]), WORDS), min_size=1, max_size=8))
def test_every_word_of_any_page_is_read_in_order(lines: list[tuple[str, list[str]]]) -> None:
    text = "\n\n".join(f"{mark}{''.join(words)}" for mark, words in lines)
    said = "".join("".join(f"{block.label}{block.text}".split()) for block in markdown(text).blocks)
    place = 0
    for _, words in lines:
        for word in words:
            place = said.index("".join(word.replace("*", "").split()), place)
