"""What would give the other side away stays together."""

from collections.abc import Callable
from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from pipelines.dataset.groups import Groups, group
from pipelines.records import Section

Make = Callable[..., Section]


def together(sections: list[Section], near_duplicate: float = 0.8) -> bool:
    """Says whether all are one group."""
    groups = group(sections, near_duplicate)
    return len({groups.name(section.id) for section in sections}) == 1


def test_parts_of_one_section_are_one_group(section: Make) -> None:
    parts = [section(f"SOP §1 ({n}/2)", text) for n, text in ((1, "堆高機每日檢查"), (2, "無關的另一段文字"))]
    assert together(parts)


def test_items_under_one_heading_and_rows_of_one_table_are_one_group(section: Make) -> None:
    path = ("一、通則",)
    assert together(
        [section("F 一、（一）", "甲乙丙", heading_path=path), section("F 一、（二）", "丁戊己", heading_path=path)]
    )
    cells = (("城市", "東京"), ("日支費", "285"))
    rows = [section(f"F 第{n}列", f"東京 {n}", kind="table", heading_path=path, cells=cells) for n in (1, 2)]
    assert together(rows)


def test_two_editions_of_one_key_are_one_group(section: Make) -> None:
    new = section("SOP §4.3", "出貨異常須於 24 小時內通報。")
    old = replace(new, id="SOP@0#§4.3", text="完全不同的舊規定", effective_until="2024-01-01")
    assert together([new, old])


def test_nearly_the_same_text_is_one_group_and_other_text_is_not(section: Make) -> None:
    text = "冷凍貨件離倉溫度須在零下十八度以下並由司機記錄"
    assert together([section("A §1", text), section("B §1", text + "之。")])
    assert not together([section("A §1", text), section("B §1", "員工每年得請有薪志工假")])


def test_faq_pairs_are_groups_of_their_own(section: Make) -> None:
    pairs = [section(f"FAQ 第{n}列", text, kind="faq") for n, text in ((1, "可以寄酒嗎"), (2, "月結帳單何時寄出"))]
    assert not together(pairs)


@given(st.lists(st.tuples(st.integers(0, 9), st.integers(0, 9)), max_size=20))
def test_groups_do_not_depend_on_the_order_of_joining(pairs: list[tuple[int, int]]) -> None:
    def names(order: list[tuple[int, int]]) -> list[str]:
        groups = Groups(str(n) for n in range(10))
        for one, other in order:
            groups.join(str(one), str(other))
        return [groups.name(str(n)) for n in range(10)]

    assert names(pairs) == names(pairs[::-1])
