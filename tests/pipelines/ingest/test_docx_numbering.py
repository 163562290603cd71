"""Numbering as ISO/IEC 29500-1, 17.9 has it; each case is the smallest file that shows one rule."""

from collections.abc import Callable

import pytest

from pipelines.ingest.readers.docx import read

Make = Callable[..., bytes]
Item = Callable[..., str]

ONE = '<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>'
DECIMAL = ("decimal|%1.", "decimal|%1.%2.", "decimal|%1.%2.%3.")


def plain(text: str, properties: str = "") -> str:
    return f"<w:p><w:pPr>{properties}</w:pPr><w:r><w:t>{text}</w:t></w:r></w:p>"


def styled(style: str, text: str = "x", more: str = "") -> str:
    return plain(text, f'<w:pStyle w:val="{style}"/>{more}')


def style(name: str, properties: str = "", based_on: str = "", title: str = "") -> str:
    base = f'<w:basedOn w:val="{based_on}"/>' if based_on else ""
    return (
        f'<w:style w:type="paragraph" w:styleId="{name}"><w:name w:val="{title or name}"/>{base}'
        f"<w:pPr>{properties}</w:pPr></w:style>"
    )


def number(num: int | None = 1, level: int | None = None) -> str:
    inside = "" if level is None else f'<w:ilvl w:val="{level}"/>'
    inside += "" if num is None else f'<w:numId w:val="{num}"/>'
    return f"<w:numPr>{inside}</w:numPr>"


def override(num: int, inside: str, abstract: int = 0) -> str:
    return f'<w:num w:numId="{num}"><w:abstractNumId w:val="{abstract}"/>{inside}</w:num>'


def start(level: int, at: int) -> str:
    return f'<w:lvlOverride w:ilvl="{level}"><w:startOverride w:val="{at}"/></w:lvlOverride>'


def labels(data: bytes) -> list[str]:
    return [block.label for block in read(data).blocks if block.label]


def test_a_level_left_out_counts_as_begun(word: Make, item: Item, lists: Item) -> None:
    # It read `1.1` twice: once inside `1.1.1`, once as the level's own first number. LibreOffice prints these.
    body = item("a") + item("b", 2) + item("c", 1) + item("d", 2) + item("e") + item("f", 2) + item("g", 1)
    expected = ["1.", "1.1.1.", "1.2.", "1.2.1.", "2.", "2.1.1.", "2.2."]
    assert labels(word(body, numbering=lists(*DECIMAL))) == expected


def test_a_list_that_begins_below_its_first_level_goes_on_above_it(word: Make, item: Item, lists: Item) -> None:
    body = item("a", 2) + item("b", 1) + item("c") + item("d", 1)
    assert labels(word(body, numbering=lists(*DECIMAL))) == ["1.1.1.", "1.2.", "2.", "2.1."]


def test_an_override_starts_its_level_again_whenever_the_level_restarts(word: Make, item: Item, lists: Item) -> None:
    # 17.9.26: "when this level initially starts in a document, as well as whenever it is restarted".
    nums = override(1, start(0, 5) + start(1, 3))
    body = item("a") + item("b", 1) + item("c", 1) + item("d") + item("e", 1)
    assert labels(word(body, numbering=lists(*DECIMAL[:2], nums=nums))) == ["5.", "5.3.", "5.4.", "6.", "6.3."]


def test_an_override_of_every_level_starts_a_list_anew(word: Make, item: Item, lists: Item) -> None:
    nums = ONE + override(2, start(0, 1) + start(1, 1) + start(2, 1))
    body = item("a") + item("b", 1) + item("c", 2) + item("d", 0, 2) + item("e", 1, 2) + item("f", 2, 2)
    expected = ["1.", "1.1.", "1.1.1.", "1.", "1.1.", "1.1.1."]
    assert labels(word(body, numbering=lists(*DECIMAL, nums=nums))) == expected


def test_an_override_may_bring_a_level_of_its_own(word: Make, item: Item, lists: Item) -> None:
    own = '<w:lvlOverride w:ilvl="0"><w:lvl w:ilvl="0"><w:start w:val="3"/><w:numFmt w:val="upperLetter"/>'
    nums = ONE + override(2, own + '<w:lvlText w:val="附件%1"/></w:lvl></w:lvlOverride>')
    body = item("a", 0, 2) + item("b", 0, 2)
    assert labels(word(body, numbering=lists("decimal|%1.", nums=nums))) == ["附件C", "附件D"]


@pytest.mark.parametrize(
    ("restart", "expected"),
    [
        ("", ["1", "a", "i", "b", "i"]),
        ('<w:lvlRestart w:val="0"/>', ["1", "a", "i", "b", "ii"]),
        ('<w:lvlRestart w:val="1"/>', ["1", "a", "i", "b", "ii"]),
        ('<w:lvlRestart w:val="2"/>', ["1", "a", "i", "b", "i"]),
    ],
)
def test_a_level_restarts_after_the_level_it_names_or_one_above(
    word: Make, item: Item, lists: Item, restart: str, expected: list[str]
) -> None:
    numbering = lists("decimal|%1", "lowerLetter|%2", f"lowerRoman|%3|{restart}")
    body = item("a") + item("b", 1) + item("c", 2) + item("d", 1) + item("e", 2)
    assert labels(word(body, numbering=numbering)) == expected


def test_a_level_that_restarts_after_the_first_does_so_after_the_first(word: Make, item: Item, lists: Item) -> None:
    numbering = lists("decimal|%1", "lowerLetter|%2", 'lowerRoman|%3|<w:lvlRestart w:val="1"/>')
    body = item("a") + item("b", 1) + item("c", 2) + item("d") + item("e", 1) + item("f", 2)
    assert labels(word(body, numbering=numbering)) == ["1", "a", "i", "2", "a", "i"]


def test_a_start_of_zero_or_none_begins_at_zero(word: Make, item: Item) -> None:
    levels = '<w:lvl w:ilvl="0"><w:numFmt w:val="decimal"/><w:lvlText w:val="%1."/></w:lvl>'
    numbering = f'<w:abstractNum w:abstractNumId="0">{levels}</w:abstractNum>{ONE}'
    assert labels(word(item("a") + item("b"), numbering=numbering)) == ["0.", "1."]


@pytest.mark.parametrize("suffix", ["tab", "space", "nothing"])
def test_what_follows_a_number_is_no_part_of_it(word: Make, item: Item, lists: Item, suffix: str) -> None:
    numbering = lists(f'taiwaneseCountingThousand|第%1條|<w:suff w:val="{suffix}"/>')
    (block,) = read(word(item("定義。"), numbering=numbering)).blocks
    assert (block.label, block.text) == ("第一條", "定義。")


def test_a_label_of_words_alone_is_printed_too(word: Make, item: Item, lists: Item) -> None:
    assert labels(word(item("a") + item("b"), numbering=lists("none|注意："))) == ["注意：", "注意："]


def test_a_custom_format_pads_with_zeros_as_its_example_does(word: Make, item: Item) -> None:
    # Word 2010 and later write it beside a fallback that prints without zeros; the fallback was read as well.
    compatible = 'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
    number_format = (
        f'<mc:AlternateContent {compatible}><mc:Choice Requires="w14"><w:numFmt w:val="custom"'
        ' w:format="001, 002, 003, ..."/></mc:Choice><mc:Fallback><w:numFmt w:val="decimal"/></mc:Fallback>'
        "</mc:AlternateContent>"
    )
    level = f'<w:lvl w:ilvl="0"><w:start w:val="9"/>{number_format}<w:lvlText w:val="P-%1"/></w:lvl>'
    numbering = f'<w:abstractNum w:abstractNumId="0">{level}</w:abstractNum>{ONE}'
    assert labels(word(item("a") + item("b"), numbering=numbering)) == ["P-009", "P-010"]


def test_a_list_that_lends_its_levels_from_a_style_counts_with_it(word: Make, item: Item, lists: Item) -> None:
    link = '<w:abstractNum w:abstractNumId="5"><w:numStyleLink w:val="Rules"/></w:abstractNum>'
    nums = link + ONE + override(9, "", abstract=5)
    styles = f'<w:style w:type="numbering" w:styleId="Rules"><w:name w:val="Rules"/><w:pPr>{number()}</w:pPr></w:style>'
    body = item("a", 0, 9) + item("b", 1, 9) + item("c", 0, 1)
    numbering = lists("ideographTraditional|%1、", "decimal|%2.", nums=nums)
    assert labels(word(body, numbering=numbering, styles=styles)) == ["甲、", "1.", "乙、"]


def test_a_linked_list_finds_its_levels_without_the_style_too(word: Make, item: Item) -> None:
    level = '<w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:lvlText w:val="%1)"/></w:lvl>'
    numbering = (
        f'<w:abstractNum w:abstractNumId="0"><w:styleLink w:val="Rules"/>{level}</w:abstractNum>'
        '<w:abstractNum w:abstractNumId="5"><w:numStyleLink w:val="Rules"/></w:abstractNum>'
        + override(9, "", abstract=5)
    )
    assert labels(word(item("a", 0, 9), numbering=numbering)) == ["1)"]


def test_a_heading_style_that_states_its_level_alone_keeps_the_list_it_inherits(word: Make, lists: Item) -> None:
    # It fell back to level 0, so that every sub-heading was numbered as a chapter. LibreOffice prints these.
    styles = style("H1", number()) + style("H2", number(None, 1), "H1")
    body = styled("H1") + styled("H2") + styled("H2") + styled("H1") + styled("H2", more=number(None, 2))
    numbering = lists('decimal|%1.|<w:pStyle w:val="H1"/>', *DECIMAL[1:])
    assert labels(word(body, numbering=numbering, styles=styles)) == ["1.", "1.1.", "1.2.", "2.", "2.1.1."]


def test_every_level_may_name_the_style_that_stands_for_it(word: Make, lists: Item) -> None:
    styles = "".join(style(f"L{level}", number(level=0)) for level in range(3))
    numbering = lists(*(f'{form}|<w:pStyle w:val="L{level}"/>' for level, form in enumerate(DECIMAL)))
    body = "".join(styled(f"L{level}") for level in (0, 1, 2, 2, 1, 0))
    expected = ["1.", "1.1.", "1.1.1.", "1.1.2.", "1.2.", "2."]
    assert labels(word(body, numbering=numbering, styles=styles)) == expected


def test_numbering_goes_down_a_chain_of_styles_until_one_turns_it_off(word: Make, lists: Item) -> None:
    styles = (
        style("A", number())
        + style("B", based_on="A")
        + style("C", based_on="B")
        + style("Off", number(0), "C")
        + style("Under", based_on="Off")
        + style("On", number(), "Under")
    )
    body = "".join(styled(name, name) for name in ("A", "B", "C", "Off", "Under", "On"))
    blocks = read(word(body, numbering=lists("decimal|%1."), styles=styles)).blocks
    assert [(block.label, block.text) for block in blocks] == [
        ("1.", "A"), ("2.", "B"), ("3.", "C"), ("", "Off"), ("", "Under"), ("4.", "On"),
    ]  # fmt: skip


def test_a_paragraph_s_own_numbering_wins_over_its_style_s(word: Make, lists: Item) -> None:
    nums = ONE + override(2, start(0, 7))
    body = styled("A") + styled("A", more=number(2, 0)) + styled("A", more=number(0)) + styled("A")
    data = word(body, numbering=lists("decimal|%1.", nums=nums), styles=style("A", number()))
    assert labels(data) == ["1.", "7.", "8."]


def test_the_default_style_numbers_paragraphs_without_one_and_with_an_unknown_one(word: Make, lists: Item) -> None:
    styles = style("N", number()).replace("<w:style ", '<w:style w:default="1" ')
    body = plain("a") + styled("Nowhere", "b")
    assert labels(word(body, numbering=lists("decimal|%1."), styles=styles)) == ["1.", "2."]


def test_styles_in_a_circle_and_lists_that_are_not_there_number_nothing(word: Make, lists: Item) -> None:
    styles = style("A", based_on="B") + style("B", based_on="A")
    body = styled("A") + plain("x", number(77)) + plain("y", '<w:numPr><w:numId w:val="none"/></w:numPr>')
    assert labels(word(body, numbering=lists("decimal|%1."), styles=styles)) == []


def test_damaged_numbers_in_a_definition_count_as_not_stated(word: Make, item: Item) -> None:
    level = '<w:lvl w:ilvl="x"><w:start w:val="one"/><w:lvlText w:val="%1."/></w:lvl>'
    numbering = f'<w:abstractNum w:abstractNumId="0">{level}</w:abstractNum>' + override(
        1, '<w:lvlOverride w:ilvl="?"><w:startOverride w:val="!"/></w:lvlOverride>'
    )
    assert labels(word(item("a"), numbering=numbering)) == ["0."]


@pytest.mark.timeout(10)
def test_a_level_beyond_word_s_nine_does_not_hold_up_the_reading(word: Make, item: Item, lists: Item) -> None:
    # Counting the levels left out above it took for ever.
    assert labels(word(item("a", 99_999_999_999) + item("b", -1), numbering=lists("decimal|%1."))) == ["2."]


def test_numbering_inside_old_properties_does_not_count(word: Make, item: Item, lists: Item) -> None:
    old = f'<w:pPrChange w:id="1" w:author="a"><w:pPr>{number()}</w:pPr></w:pPrChange>'
    reading = read(word(plain("a", old) + item("b"), numbering=lists("decimal|%1.")))
    assert ([block.label for block in reading.blocks], reading.changes) == (["", "1."], 1)


def test_headings_bullets_and_other_lists_in_between_do_not_disturb_a_list(word: Make, item: Item, lists: Item) -> None:
    other = '<w:abstractNum w:abstractNumId="1"><w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="{}"/>'
    nums = other.format("bullet") + '<w:lvlText w:val="-"/></w:lvl></w:abstractNum>' + ONE + override(2, "", abstract=1)
    body = item("a") + item("bullet", 0, 2) + plain("總則", '<w:outlineLvl w:val="0"/>') + item("b")
    blocks = read(word(body, numbering=lists("decimal|%1.", nums=nums))).blocks
    assert [(block.label, block.bullet, block.kind) for block in blocks] == [
        ("1.", False, "item"), ("", True, "item"), ("", False, "heading"), ("2.", False, "item"),
    ]  # fmt: skip


def test_an_empty_numbered_paragraph_prints_its_number(word: Make, item: Item, lists: Item) -> None:
    assert labels(word(item("") + item("a"), numbering=lists("decimal|%1."))) == ["1.", "2."]


def test_a_list_goes_on_through_cells_and_text_boxes(word: Make, item: Item, lists: Item) -> None:
    cells = "".join(f"<w:tr><w:tc>{item(text)}</w:tc></w:tr>" for text in ("b", "c"))
    box = f"<w:p><w:r><w:pict><w:txbxContent>{item('d')}</w:txbxContent></w:pict></w:r></w:p>"
    data = word(item("a") + f"<w:tbl>{cells}</w:tbl>" + box + item("e"), numbering=lists("decimal|%1."))
    assert labels(data) == ["1.", "2.", "3.", "4.", "5."]


def test_numbers_of_covered_cells_and_hidden_rows_are_skipped(word: Make, item: Item, lists: Item) -> None:
    # Vertically merging numbered cells leaves numbered paragraphs behind that nobody sees; LibreOffice counts them.
    rows = (
        f'<w:tr><w:tc><w:tcPr><w:vMerge w:val="restart"/></w:tcPr>{item("a")}</w:tc></w:tr>'
        f"<w:tr><w:tc><w:tcPr><w:vMerge/></w:tcPr>{item('')}</w:tc></w:tr>"
        f"<w:tr><w:trPr><w:hidden/></w:trPr><w:tc>{item('x')}</w:tc></w:tr>"
        f"<w:tr><w:trPr><w:del/></w:trPr><w:tc>{item('y')}</w:tc></w:tr>"
        f"<w:tr><w:tc>{item('b')}</w:tc></w:tr>"
    )
    data = word(f"<w:tbl>{rows}</w:tbl>", numbering=lists("decimal|%1."))
    assert labels(data) == ["1.", "4."]
    assert [(piece.kind, piece.text) for piece in read(data).hidden] == [("vanished", "x"), ("deleted", "y")]


def test_a_page_header_counts_for_itself(word: Make, item: Item, lists: Item) -> None:
    section = '<w:sectPr><w:headerReference w:type="default" r:id="rheader"/></w:sectPr>'
    data = word(item("a") + item("b") + section, header=item("頁首"), numbering=lists("decimal|%1."))
    assert labels(data) == ["1.", "1.", "2."]
