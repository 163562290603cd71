"""Near misses read like answerable questions and have no answer in the corpus."""

from collections.abc import Callable

from pipelines.dataset import near_misses
from pipelines.dataset.origins import faq, heading, sentence, step, two
from pipelines.dataset.origins.table import cell
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
    made = list(cell.candidates(rows))
    questions = {miss.question for miss in near_misses.of_tables(made, near_misses.text_of(rows))}
    assert questions == {"冷藏-北東的運費是多少？"}


def test_a_neighbour_from_the_same_column_is_asked_of_what_nothing_is_said_about_it(section: Make) -> None:
    rows = [
        section(f"HR 第{n}列", f"假別：{name}；給薪：全薪", kind="table", heading_path=("2 休假一覽",))
        for n, name in enumerate(("志工假", "婚假", "家庭照顧假"), 1)
    ]
    golden = section("HR §9", "志工假每年以 16 小時為限，由人資課核准。", heading_path=("9 假期上限",))
    silent = section("HR §10", "婚假每年以 64 小時為限，由人資課核准。", heading_path=("10 其餘",))
    questions = swapped(golden, [golden, silent, *rows])
    assert any("家庭照顧假" in question for question in questions)
    assert not any("婚假每年" in question for question in questions)


def test_a_name_is_never_exchanged_for_one_of_another_kind(section: Make) -> None:
    rows = [
        section(f"RATE 第{n}列", f"項目：{name}；單位：每件", kind="table", heading_path=("2 收費",))
        for n, name in enumerate(("冷凍疫苗箱", "血液檢體"), 1)
    ]
    golden = section("SOP §9", "冷凍疫苗箱由品保室於 2 小時內驗收。")
    assert not any("血液檢體" in question for question in swapped(golden, [golden, *rows]))


def test_what_a_withdrawn_edition_said_is_in_no_document_in_force(section: Make) -> None:
    golden = section("SOP §1", "出貨異常須於 24 小時內通報。", edition="2.0", supersedes="1.0")
    assert "在已廢止的 1.0 版裡，出貨異常須於幾小時內通報？" in swapped(golden, [golden])


def test_two_procedures_under_one_heading_have_no_step_after_the_last(section: Make) -> None:
    text = "步驟1 甲。\n步驟2 乙。\n步驟3 丙。"
    both = [section(f"SOP §{n}", text, kind="step", heading_path=("3 補發步驟",)) for n in (3, 4)]
    assert not [miss for miss in near_misses.of_section(both[0], "step", both, 1) if miss.origin == "step"]


def test_a_question_of_the_faq_is_no_name_and_is_never_put_in_anothers_place(section: Make) -> None:
    pairs = (("離島寄件要幾天？", "3 至 4 個工作日。"), ("國際寄件要幾天？", "5 至 7 個工作日。"))
    rows = [
        section(
            f"FAQ 第{n}列", f"問：{asked}\n答：{answer}", kind="faq", cells=(("question", asked), ("answer", answer))
        )
        for n, (asked, answer) in enumerate(pairs, 1)
    ]
    said = near_misses.text_of(rows)
    questions = [miss.question for made in faq.candidates(rows) for miss in near_misses.of_candidate(made, said, 1)]
    assert not any("寄件要幾天" in question for question in questions)


def test_a_name_inside_another_word_is_not_exchanged(section: Make) -> None:
    text = "Records under the Labor Standards Act are kept for 5 years."
    golden = section("HB §1", text, language="en", heading_path=("1 Records",))
    assert not any("Premium" in question for question in swapped(golden, [golden]))


def test_of_two_things_that_are_asked_for_none_is_exchanged(section: Make) -> None:
    # The other one was still answered, and the label was a refusal.
    rows = [
        section(f"HR 第{n}列", f"城市：{name}；天數：{n} 日", kind="table", cells=(("城市", name), ("天數", f"{n} 日")))
        for n, name in enumerate(("東京", "大阪"), 2)
    ]
    (pair,) = two.candidates(rows)
    said = near_misses.text_of(rows)
    assert list(near_misses.of_question(pair, pair.questions[0], said, 1)) == []
    assert list(near_misses.of_question(next(cell.candidates(rows)), "東京的天數是多久？", said, 1)) != []


def test_a_step_is_asked_for_by_a_number_after_the_last_one(section: Make) -> None:
    text = "步驟1 列印明細。\n步驟2 點選放行。\n步驟3 清點件數。"
    made = section("SOP §3", text, kind="step", heading_path=("3 出貨放行步驟",))
    second = next(fact for fact in step.candidates([made]) if "出貨放行步驟的第二步是什麼？" in fact.questions)
    said = near_misses.text_of([made])
    (miss,) = near_misses.of_question(second, "請問出貨放行步驟的第二步是什麼？", said, 1)
    assert miss.question == "請問出貨放行步驟的第四步是什麼？"
    assert miss.kind == near_misses.NO_SUCH_STEP


def test_the_rule_on_another_heading_is_answered_by_what_stands_below_it(section: Make) -> None:
    # A held-out question for the rules on shifts was labelled with the refusal, beside a section on shifts.
    texts = (("排班", "班表應於每月 20 日前公告。"), ("輪班", "夜班每月以 10 日為限。"), ("換班", "換班須事先登記。"))
    place = "第三章 工作時間"
    corpus = [
        section(f"HR §{n}", text, heading_path=(place, f"{n} 客服人員{name}"), title="工作規則")
        for n, (name, text) in enumerate(texts, 1)
    ]
    said = near_misses.text_of(corpus)
    rule = next(made for made in sentence.candidates(corpus) if "有什麼規定" in made.questions[0])
    assert list(near_misses.of_question(rule, rule.questions[0], said, 1)) == []
