"""What a corpus says is looked up as a search of every section would find it."""

from hypothesis import given
from hypothesis import strategies as st

from pipelines.dataset.near_miss_words import SECTION_END, Said

# Tables with a key column, whose names are one another's siblings, and sections that mention some of them.
NAMES = st.text("甲乙丙庫", min_size=2, max_size=5)
ROWS = st.lists(NAMES, min_size=2, max_size=6).map(lambda names: [f"表 T\n品項：{name}；價格：3 元" for name in names])
MENTIONS = st.lists(st.text("甲乙丙庫的 ", max_size=12).map(lambda text: f"文 › 章\n{text}"), max_size=4)


@given(ROWS, MENTIONS, st.text("甲乙丙庫的", max_size=10))
def test_siblings_are_those_of_the_names_in_a_question(rows: list[str], mentions: list[str], question: str) -> None:
    said = Said(SECTION_END.join([*rows, *mentions]))
    for name, sibling in said.siblings(question):
        assert name in question
        assert sibling not in question
        assert name[-1] == sibling[-1]
        assert said.names(name)
        assert said.names(sibling)


@given(ROWS, MENTIONS)
def test_a_name_is_silent_only_where_no_section_that_holds_it_could_answer(
    rows: list[str], mentions: list[str]
) -> None:
    sections = [*rows, *mentions]
    said = Said(SECTION_END.join(sections))
    for name, sibling in said.siblings("".join(row.split("：")[1].split("；")[0] + "的" for row in rows)):
        # No word of the question is asked of but `的`: every section that holds the sibling and this word may answer.
        answered = any(sibling in section and "的" in section for section in sections)
        assert said.silent(f"{sibling}的", name, sibling, "text") != answered


def test_a_name_of_any_length_is_found() -> None:
    rows = [f"表 T\n品項：{name}；價格：3 元" for name in ("庫房大門鑰匙", "庫匙", "小門鑰匙")]
    said = Said(SECTION_END.join(rows))
    assert ("庫房大門鑰匙", "小門鑰匙") in said.siblings("庫房大門鑰匙多少錢？")
    assert said.siblings("庫多少錢？") == []
