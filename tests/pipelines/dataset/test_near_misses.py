"""Near misses read like answerable questions and have no answer in the corpus."""

from collections.abc import Callable

from pipelines.dataset import near_misses
from pipelines.dataset.origins import heading, table
from pipelines.records import Section

Make = Callable[..., Section]


def swapped(section: Section, corpus: list[Section]) -> set[str]:
    """Questions of a prose section asked of something else."""
    said = near_misses.text_of(corpus)
    return {miss.question for made in heading.candidates([section]) for miss in near_misses.of_candidate(made, said, 1)}


def test_a_product_becomes_one_that_no_document_names(section: Make) -> None:
    golden = section("CS §4", "定位追蹤器 GT-1 保固 12 個月。")
    assert "定位追蹤器 GT-3 保固幾個月？" in swapped(golden, [golden, section("CS §5", "GT-2 另有保固。")])


def test_a_place_is_never_exchanged_for_one_that_the_corpus_knows(section: Make) -> None:
    golden = section("SOP §1", "桃園倉平日截單時間為 15:00。")
    others = section("SOP §2", "新竹、嘉義、屏東、宜蘭、苗栗、彰化、基隆皆有營業所。")
    questions = swapped(golden, [golden, others])
    assert questions
    assert all(not any(place in question for place in ("桃園", "新竹", "嘉義")) for question in questions)


def test_a_section_that_covers_all_others_gives_no_swaps(section: Make) -> None:
    golden = section("SOP §1", "桃園倉平日截單時間為 15:00，其他倉為 14:00。")
    assert swapped(golden, [golden]) == set()


def test_the_step_after_the_last_is_asked_like_the_others(section: Make) -> None:
    steps = section("SOP §3", "步驟1 甲。\n步驟2 乙。\n步驟3 丙。", kind="step", heading_path=("3 補發步驟",))
    questions = {miss.question for miss in near_misses.of_section(steps, "step", [steps], 1)}
    assert "補發步驟的第四步是什麼？" in questions
    assert "補發步驟的第三步是什麼？" not in questions


def test_a_topic_is_asked_for_a_kind_only_if_no_section_about_it_states_that_kind(section: Make) -> None:
    silent = section("HR §1", "每季補助 NT$900。", heading_path=("1 健身補助",))
    said = section("HR §2", "健身補助由人力資源部經理核准，每年以 4 次為限，紀錄保存 5 年。", heading_path=("2 核准",))
    asked = {miss.ask for miss in near_misses.of_section(silent, "heading", [silent], 1)}
    assert {"role", "count"} <= asked
    assert "money" not in asked
    assert list(near_misses.of_section(silent, "heading", [silent, said], 1)) == []


def test_halves_of_row_names_make_rows_that_a_table_lacks(section: Make) -> None:
    rows = [
        section(
            f"R 第{n}列", f"方案：{name}；運費：NT${n}10", kind="table", cells=(("方案", name), ("運費", f"NT${n}10"))
        )
        for n, name in enumerate(("常溫-北北", "常溫-北東", "冷藏-北北"), 1)
    ]
    made = list(table.candidates(rows))
    questions = {miss.question for miss in near_misses.of_tables(made, near_misses.text_of(rows))}
    assert questions == {"冷藏-北東的運費是多少？"}
