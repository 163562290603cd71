"""Each origin asks what its kind of section can answer."""

from collections.abc import Callable

from pipelines.dataset.origins import exchange, faq, heading, step, table
from pipelines.records import Section

Make = Callable[..., Section]
STEPS = "步驟1 倉管員列印明細。\n步驟2 倉儲主管於系統點選放行。\n步驟3 司機清點件數並簽收出貨單。"


def test_prose_is_asked_under_its_heading(section: Make) -> None:
    prose = section("SOP §1", "舊品於 5 日內收回。", heading_path=("1 到貨瑕疵",))
    (candidate,) = heading.candidates([prose])
    assert candidate.questions[0] == "關於到貨瑕疵，舊品於幾日內收回？"
    assert candidate.answer == "舊品於 5 日內收回 [SOP §1]。"


def test_steps_are_asked_by_their_number(section: Make) -> None:
    made = list(step.candidates([section("SOP §3", STEPS, kind="step", heading_path=("3 出貨放行步驟",))]))
    third = next(candidate for candidate in made if "出貨放行步驟的第三步是什麼？" in candidate.questions)
    assert third.statement == "司機清點件數並簽收出貨單"
    assert third.section.key == "SOP §3"


def test_two_items_are_no_procedure(section: Make) -> None:
    assert step.steps_of(section("SOP §3", "步驟1 甲。\n步驟2 乙。", kind="step")) == []


def test_a_faq_is_answered_by_the_sentence_that_has_the_kind_of_value_asked_for(section: Make) -> None:
    answer = "可寄送。保價費為申報價值的 0.8%，每件最低收取 NT$30；3 日內生效。"
    cells = (("question", "保價費用怎麼算？"), ("answer", answer))
    (candidate,) = faq.candidates(
        [section("FAQ 第1列", f"問：保價費用怎麼算？\n答：{answer}", kind="faq", cells=cells)]
    )
    assert candidate.statement == "保價費為申報價值的 0.8%，每件最低收取 NT$30"
    assert candidate.values == ("NT$30",)


def test_a_condition_is_no_answer_and_a_range_keeps_its_unit(section: Make) -> None:
    sentence, found = faq.best_sentence("充一次電可以用多久？", "每 10 分鐘回報一次時可用 14 天。")
    assert (sentence, faq._wanted(sentence, found)) == ("每 10 分鐘回報一次時可用 14 天", ("14 天",))
    sentence, found = faq.best_sentence("How long is the transit?", "It takes 34 to 39 days.")
    assert faq._wanted(sentence, found) == ("34 days", "39 days")


def test_a_table_cell_is_asked_by_its_row_and_its_header(section: Make) -> None:
    rows = [
        section(
            f"FIN 第{number}列",
            f"職等：{name}；住宿費上限（每晚） 臺北、新北：NT${amount}",
            kind="table",
            row=number,
            heading_path=("三、住宿",),
            cells=(("職等", name), ("住宿費上限（每晚） 臺北、新北", f"NT${amount}")),
        )
        for number, (name, amount) in enumerate((("經理", "3,400"), ("專員", "2,800")), 1)
    ]
    made = list(table.candidates(rows))
    assert made[0].questions[0] == "經理在臺北、新北的住宿費上限每晚是多少？"
    assert made[1].answer == "專員在臺北、新北的住宿費上限每晚為 NT$2,800 [FIN 第2列]。"


def test_a_date_in_a_table_is_asked_by_day_and_not_by_amount(section: Make) -> None:
    rows = [
        section(
            f"MFG-1 第{number}列",
            f"設備編號：M-{number}0；上次保養日：民國113年7月{number}日",
            kind="table",
            cells=(("設備編號", f"M-{number}0"), ("上次保養日", f"民國113年7月{number}日")),
        )
        for number in (1, 2)
    ]
    (asked, *_) = table.candidates(rows)
    assert asked.questions[0] == "M-10的上次保養日是哪一天？"


def test_rows_that_no_column_names_alone_are_not_asked(section: Make) -> None:
    rows = [
        section(f"T 第{n}列", f"類別：甲；費用：NT${n}00", kind="table", cells=(("類別", "甲"), ("費用", f"NT${n}00")))
        for n in (1, 2)
    ]
    assert list(table.candidates(rows)) == []


def test_a_chat_question_is_answered_from_a_document_and_never_from_the_agents_memory(section: Make) -> None:
    policy = section("CS-003 §4.2", "GT-1 保固 12 個月，GT-2 保固 18 個月。", heading_path=("4.2 定位追蹤器保固",))
    cells = (("question", "了解，謝謝 GT-2 的保固多久？"), ("answer", "GT-2 是 12 個月。 更正：GT-2 是 18 個月。"))
    chat = section("LINE 14:26", "GT-2 的保固多久？", kind="exchange", citable=False, cells=cells)
    (candidate,) = exchange.candidates([policy, chat])
    assert candidate.answer == "GT-2 保固 18 個月 [CS-003 §4.2]。"
    assert list(exchange.candidates([chat])) == []
