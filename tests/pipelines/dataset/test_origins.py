"""Each origin asks what its kind of section can answer."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from pipelines.dataset.origins import ORIGINS, definition, exchange, faq, heading, listed, permission, sentence, step
from pipelines.dataset.origins.table import cell, row
from pipelines.dataset.verify import fault
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
    made = list(cell.candidates(rows))
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
    (asked, *_) = cell.candidates(rows)
    assert asked.questions == ("M-10的上次保養日是幾月幾日？", "M-10上次保養是什麼時候？")


def test_rows_that_no_column_names_alone_are_not_asked(section: Make) -> None:
    rows = [
        section(f"T 第{n}列", f"類別：甲；費用：NT${n}00", kind="table", cells=(("類別", "甲"), ("費用", f"NT${n}00")))
        for n in (1, 2)
    ]
    assert list(cell.candidates(rows)) == []


def test_a_chat_question_is_answered_from_a_document_and_never_from_the_agents_memory(section: Make) -> None:
    policy = section("CS-003 §4.2", "GT-1 保固 12 個月，GT-2 保固 18 個月。", heading_path=("4.2 定位追蹤器保固",))
    cells = (("question", "了解，謝謝 GT-2 的保固多久？"), ("answer", "GT-2 是 12 個月。 更正：GT-2 是 18 個月。"))
    chat = section("LINE 14:26", "GT-2 的保固多久？", kind="exchange", citable=False, cells=cells)
    (candidate,) = exchange.candidates([policy, chat])
    assert candidate.answer == "GT-2 保固 18 個月 [CS-003 §4.2]。"
    assert list(exchange.candidates([chat])) == []


def test_a_chat_question_is_answered_by_the_faq_that_asks_the_same(section: Make) -> None:
    told = (("逾期歸還恆溫箱怎麼計費？", "逾期每日加收日租金的 1.5 倍。"), ("寄到澎湖要幾天？", "澎湖 3 個工作日。"))
    faqs = [
        section(f"FAQ 第{n}列", f"問：{q}\n答：{a}", kind="faq", cells=(("question", q), ("answer", a)))
        for n, (q, a) in enumerate(told, 1)
    ]

    def asked(question: str, answer: str) -> list[str]:
        cells = (("question", question), ("answer", answer))
        chat = section("LINE 09:00", question, kind="exchange", citable=False, cells=cells)
        return [made.statement for made in exchange.candidates([*faqs, chat])]

    assert asked("租的恆溫箱逾期歸還會怎樣？", "逾期是日租金的 1.5 倍。") == ["逾期每日加收日租金的 1.5 倍"]
    # Japan takes as long as the islands, and is not where they are.
    assert asked("寄到日本要幾天？", "日本 3 個工作日。") == []


def rows_of(section: Make, header: tuple[str, ...], *rows: tuple[str, ...], language: str = "zh") -> list[Section]:
    """The rows of one table."""
    colon, stop = ("：", "；") if language == "zh" else (": ", "; ")
    return [
        section(
            f"T row {number}",
            stop.join(f"{name}{colon}{text}" for name, text in zip(header, row, strict=True)),
            kind="table",
            language=language,
            heading_path=("1 Rates",),
            cells=tuple(zip(header, row, strict=True)),
        )
        for number, row in enumerate(rows, 1)
    ]


def test_a_row_number_is_no_name_of_a_row(section: Make) -> None:
    numbered = rows_of(
        section, ("No.", "Article", "Price"), ("1", "Charger", "NT$20"), ("2", "Cable", "NT$30"), language="en"
    )
    questions = [question for made in cell.candidates(numbered) for question in made.questions]
    assert "What is the price of Charger?" in questions
    assert not any(" 1?" in question or " 2?" in question for question in questions)


def test_rows_with_nothing_but_numbers_for_names_are_not_asked(section: Make) -> None:
    assert list(cell.candidates(rows_of(section, ("項次", "箱數"), ("1", "40 箱"), ("2", "55 箱")))) == []


def test_a_thing_in_a_table_is_asked_for_by_what_and_an_amount_by_how_much(section: Make) -> None:
    rows = rows_of(section, ("料號", "品名", "單價"), ("P-1", "壓縮機 CB-40", "NT$9"), ("P-2", "風扇", "NT$5"))
    asked = {made.questions[0] for made in (*cell.candidates(rows), *row.candidates(rows))}
    assert {"P-1的品名是什麼？", "P-2的品名是什麼？", "P-1的單價是多少？", "P-1的品名和單價各是什麼？"} <= asked


def test_a_header_in_both_languages_is_asked_in_the_one_of_the_table(section: Make) -> None:
    rows = rows_of(section, ("棧板號碼", "箱數 Cartons"), ("P1", "40 箱"), ("P2", "55 箱"))
    assert next(cell.candidates(rows)).questions[0] == "P1的箱數是多少？"


def test_a_placeholder_and_an_empty_cell_are_not_asked(section: Make) -> None:
    rows = rows_of(section, ("Name", "Role"), ("@ Name", "Title"), ("@ Other", "-"), language="en")
    assert list(cell.candidates(rows)) == []


def test_conditions_of_a_clause_are_no_steps(section: Make) -> None:
    clause = "有下列情形之一者，得終止契約：\n1. 歇業時。\n2. 虧損時。\n3. 不可抗力時。"
    assert step.steps_of(section("L §11", clause, kind="step", heading_path=("第11條",))) == []
    assert step.steps_of(section("L §11", clause, kind="step", heading_path=("第11條 終止",))) == []
    questions = "1. Who had access?\n2. For how long?\n3. Was it public?"
    assert step.steps_of(section("L §12", questions, kind="step", heading_path=("Reporting",), language="en")) == []


def test_the_heading_of_english_steps_is_not_cut(section: Make) -> None:
    steps = "1. Move the vaccines to the spare refrigerator.\n2. Download the data.\n3. Call the pharmacist."
    made = section("CL §5", steps, kind="step", heading_path=("5.2 Excursion steps",), language="en")
    assert step.nth_step(made, 2)[0] == "What is step 2 of the excursion procedure?"
    scanning = section("CL §6", steps, kind="step", heading_path=("Scanning",), language="en")
    assert step.nth_step(scanning, 2)[0] == 'What is step 2 of the procedure "Scanning"?'


def test_the_next_step_and_the_whole_procedure_are_asked_for(section: Make) -> None:
    made = section("SOP §3", STEPS, kind="step", heading_path=("3 出貨放行步驟",))
    answers = {question: candidate for candidate in step.candidates([made]) for question in candidate.questions}
    assert answers["出貨放行時，「倉管員列印明細」的下一步是什麼？"].statement == "倉儲主管於系統點選放行"
    whole = answers["出貨放行有哪些步驟？"]
    assert whole.statement == "倉管員列印明細；倉儲主管於系統點選放行；司機清點件數並簽收出貨單"
    assert fault(whole) is None


def test_two_procedures_under_one_heading_are_not_asked_by_number(section: Make) -> None:
    place = {"kind": "step", "heading_path": ("3 出貨放行步驟",)}
    both = [section("SOP §3", STEPS, **place), section("SOP §4", STEPS.replace("司機", "客戶"), **place)]
    assert not [made for made in step.candidates(both) if made.ask == "step"]


def test_a_bare_article_number_is_no_topic_and_the_document_is_named_instead(section: Make) -> None:
    article = section("LSA 第30條", "雇主應置備出勤紀錄，並保存五年。", heading_path=("第30條",), title="勞動基準法")
    (made,) = heading.candidates([article])
    assert made.questions[0] == "依勞動基準法，雇主應置備出勤紀錄，並保存幾年？"


def test_a_term_is_asked_for_where_it_is_defined(section: Make) -> None:
    zh = section("P §2", "一、蒐集：指以任何方式取得個人資料。\n二、主管機關指定之行業，不適用之。", title="個資法")
    en = section("P §3", "1. Worker means a person who is hired by an employer to work.", language="en")
    collected, worker = definition.candidates([zh, en])
    assert collected.questions[0] == "蒐集是指什麼？"
    assert collected.answer == "蒐集指以任何方式取得個人資料 [P §2]。"
    assert worker.answer == '"Worker" means a person who is hired by an employer to work [P §3].'
    assert fault(collected) is None
    assert fault(worker) is None


def test_a_term_defined_by_what_stands_above_it_is_not_asked(section: Make) -> None:
    assert list(definition.candidates([section("P §2", "非公務機關：指前款以外之自然人或法人。")])) == []


def test_what_is_done_in_a_case_is_asked_by_the_case(section: Make) -> None:
    zh = section("SOP §7", "遺失識別證者，應於 24 小時內向總務課掛失。")
    en = section("HB §1", "If your phone is lost, contact the service desk and your supervisor.", language="en")
    lost, phone = sentence.candidates([zh, en])
    assert lost.questions[0] == "遺失識別證的話，要怎麼處理？"
    assert phone.questions[0] == "What should I do if my phone is lost?"
    assert phone.answer == "If your phone is lost, contact the service desk and your supervisor [HB §1]."


def test_what_once_happened_is_no_case(section: Make) -> None:
    for text in ("新皇登基之時，由於多年內亂而國力大衰。", "乾隆十六年修繕後，改名為祈年殿與皇穹宇。"):
        assert list(sentence.candidates([section("H §1", text)])) == []
    (kept,) = sentence.candidates([section("L §1", "但遇有加減工時之情形時，得由雇主另行公告。")])
    assert kept.questions[0] == "遇有加減工時之情形時，可以怎麼做？"


def test_a_case_with_two_consequences_is_not_asked(section: Make) -> None:
    one = section("L §1", "僱用人數在三十人以上者，應報當地主管機關備查。")
    other = section("L §2", "僱用人數在三十人以上者，應訂立工作規則並公開揭示。")
    assert list(sentence.candidates([one, other])) == []


def test_the_one_rule_under_a_heading_is_asked_by_the_heading(section: Make) -> None:
    made = section("SOP §6", "冷藏庫單次開門不得超過 3 分鐘。", heading_path=("2.3 開門管制",))
    assert next(sentence.candidates([made])).questions[0] == "開門管制有什麼規定？"


def test_every_origin_asks_in_several_ways_and_in_the_language_of_its_section(company: list[Section]) -> None:
    made = [candidate for origin in ORIGINS for candidate in origin(company)]
    assert made
    assert all(len(candidate.questions) == len(set(candidate.questions)) for candidate in made)
    assert all(
        question.isascii()
        for candidate in made
        if candidate.section.language == "en"
        for question in candidate.questions
    )


def test_a_chat_question_that_asks_on_is_left_out_and_greetings_are_not_part_of_it() -> None:
    assert exchange.asked_in("Hi, how long do I have to fast before the check? Thanks!") == (
        "how long do I have to fast before the check?"
    )


def test_a_short_english_section_is_asked_for_by_its_heading(section: Make) -> None:
    text = "Gowns are worn for wound care. Gloves are changed between patients."
    made = section("CL §1", text, heading_path=("1.2 Gloves and gowns",), language="en")
    (whole,) = sentence.candidates([made])
    assert whole.questions[0] == "What is the rule on gloves and gowns?"
    assert whole.answer == "Gowns are worn for wound care; Gloves are changed between patients [CL §1]."
    assert fault(whole) is None


def test_one_item_of_several_under_a_heading_is_not_the_whole_rule(section: Make) -> None:
    place = {"heading_path": ("Role of the board",), "language": "en"}
    items = [
        section("B §1", "Routes requests to the right person.", **place),
        section("B §2", "Keeps records.", **place),
    ]
    assert list(sentence.candidates(items)) == []


def test_who_is_in_charge_of_a_row_is_asked_by_who(section: Make) -> None:
    rows = rows_of(section, ("項目", "負責人"), ("補寄收據", "帳務專員"), ("退件", "客服組長"))
    assert next(cell.candidates(rows)).questions[0] == "補寄收據的負責人是誰？"


def test_what_may_be_done_is_asked_by_yes_or_no(section: Make) -> None:
    ban = section("LSA 第26條", "雇主不得預扣勞工工資作為違約金或賠償費用。", heading_path=("第26條",))
    (made,) = permission.candidates([ban])
    assert made.questions[0] == "雇主可以預扣勞工工資作為違約金或賠償費用嗎？"
    assert made.answer == "雇主不得預扣勞工工資作為違約金或賠償費用 [LSA 第26條]。"
    # The opposite answer does not hold it.
    assert made.values == ("不得預扣勞工工資作為違約金或賠償費用",)
    assert fault(made) is None


@pytest.mark.parametrize(
    "text",
    [
        "古波斯語可能也是這一語系的子裔。",
        "另外值得一提的是德蘇友誼協會。",
        "卡特童年時就懂得辛勤勞動。",
        "大蕭條使得羅斯福在選戰中獲得壓倒性的勝利。",
        "球隊曾在那兩年奪得 ABA 總冠軍。",
        "這許多宗教作品的創作得到了鼓勵和支持。",
        "飛鳥時代得名於奈良縣的飛鳥地方。",
        "月台的燈號清楚可見於兩側的出口。",
        "早期可供參考的留世典籍很少。",
        "德國是各州組建的一個不可分割的共和國。",
        "乃命令馬得功與王邦俊趁虛攻擊廈門。",
    ],
)
def test_a_word_that_only_looks_like_may_allows_nothing(section: Make, text: str) -> None:
    assert list(permission.candidates([section("A §1", text)])) == []


@pytest.mark.parametrize(
    ("text", "asked"),
    [
        ("雇主得與勞工約定試用期間。", "雇主可以與勞工約定試用期間嗎？"),
        ("權利之行使得由代理人為之。", "權利之行使可以由代理人為之嗎？"),
        ("當事人得主張契約無效。", "當事人可以主張契約無效嗎？"),
        ("會員可於門市兌換等值商品。", "會員可以於門市兌換等值商品嗎？"),
        ("兼職人員也可申請特別休假。", "兼職人員可以申請特別休假嗎？"),
    ],
)
def test_what_is_allowed_is_still_asked(section: Make, text: str, asked: str) -> None:
    (made,) = permission.candidates([section("A §1", text)])
    assert made.questions[0] == asked


def test_an_amount_is_no_ban_and_what_leans_on_another_item_is_not_asked(section: Make) -> None:
    for text in ("調閱人數不得超過 2 人。", "前項資料不得外借。", "其權利不得讓與。"):
        assert list(permission.candidates([section("A §1", text)])) == []


def test_an_english_ban_is_asked_of_whom_it_binds(section: Make) -> None:
    (made,) = permission.candidates([section("IT §1", "Visitors may not enter the cold store alone.", language="en")])
    assert made.questions[0] == "Are visitors allowed to enter the cold store alone?"


def test_a_rule_with_an_exception_behind_it_is_not_the_whole_rule(section: Make) -> None:
    # The law forbids night work and then allows it with the union's consent; the label said that it is forbidden.
    text = "雇主不得使女工於午後十時後工作。但經工會同意者，不在此限。"
    (made,) = permission.candidates([section("LSA 第49條", text, heading_path=("第49條",))])
    assert fault(made) == "rule with an exception behind it"


def test_what_items_are_about_is_said_by_the_line_above_them(section: Make) -> None:
    text = "勞工應依下列規定給予特別休假：\n一、六個月以上一年未滿者，三日。\n二、一年以上二年未滿者，七日。"
    made = list(heading.candidates([section("LSA 第38條", text, heading_path=("第38條",), title="勞動基準法")]))
    assert [fact.questions[0] for fact in made] == [
        "六個月以上一年未滿者，特別休假是幾日？",
        "一年以上二年未滿者，特別休假是幾日？",
    ]


def test_steps_that_are_sections_of_their_own_are_asked_for(section: Make) -> None:
    texts = ("Open the booking page.", "Choose a hotel near the office. Prices differ.", "Confirm the booking.")
    place = {"language": "en", "heading_path": ("How to Book A hotel in Concur",)}
    items = [section(f"TG Hotels›{number}", text, **place) for number, text in enumerate(texts, 1)]
    asked = {made.questions[0]: made for made in listed.candidates(items)}
    assert (
        asked["What is step 2 when I book a hotel in Concur?"].answer == "Choose a hotel near the office [TG Hotels›2]."
    )
    assert asked['What comes after "Choose a hotel near the office" when I book a hotel in Concur?'].values == (
        "Confirm the booking",
    )
    assert list(listed.candidates(items[1:])) == []
    assert list(listed.candidates([replace(item, heading_path=("Roles",)) for item in items])) == []


def test_how_something_is_done_is_asked_as_one_asks_it(section: Make) -> None:
    text = "To request over 80 hours, you must get written approval from the director."
    (made, *_) = sentence.candidates([section("L §1", text, language="en", heading_path=("1 Unpaid leave",))])
    assert made.questions[0] == 'Under "Unpaid leave", how do I request over 80 hours?'
    assert made.values == ("get written approval from the director",)
    text = "Talk to your supervisor if you need to use advanced leave."
    (made, *_) = sentence.candidates([section("L §2", text, language="en", heading_path=("2 Advanced leave",))])
    assert made.questions[0] == "What should I do if I need to use advanced leave?"


def test_a_heading_that_says_what_to_do_is_asked_by_how(section: Make) -> None:
    text = "When you leave, hand your equipment to the service desk."
    made = list(sentence.candidates([section("L §1", text, language="en", heading_path=("6. Return your equipment",))]))
    assert "How do I return my equipment?" in {question for fact in made for question in fact.questions}


def test_one_of_two_items_under_a_heading_is_not_its_rule(section: Make) -> None:
    # Training refused what is to be minded under a heading of which it showed the other items.
    place = {"heading_path": ("五、病歷與保密",)}
    items = [
        section("CL §1", "紙本病歷應於當日 18:00 前歸架。", **place),
        section("CL §2", "病歷號碼不得以身分證字號替代。", **place),
    ]
    assert list(sentence.candidates(items)) == []
    (made,) = sentence.candidates(items[1:])
    assert made.questions[0] == "病歷與保密有什麼禁止事項？"


def test_a_limit_is_no_ban(section: Make) -> None:
    made = list(sentence.candidates([section("KPI §1", "貨損率不得高於 0.15%。", heading_path=("6.2 績效指標",))]))
    assert not [question for fact in made for question in fact.questions if "禁止" in question]


def test_a_column_that_does_not_say_what_it_measures_takes_the_tables_name(section: Make) -> None:
    rows = rows_of(section, ("等級", "客服組長", "客服經理"), ("S1", "5 分鐘", "15 分鐘"), ("S2", "45 分鐘", "2 小時"))
    rows = [replace(one, heading_path=("升級時限",)) for one in rows]
    assert next(cell.candidates(rows)).questions[0] == "S1、客服組長的升級時限是多久？"
    assert list(row.candidates(rows)) == []


def test_a_faq_that_asks_who_is_answered_by_a_role_and_not_by_an_amount(section: Make) -> None:
    told = (("question", "8D 報告由誰核准結案？"), ("answer", "批退金額 NT$500,000 以下由品保室主管核准。"))
    (made,) = faq.candidates([section("FAQ 第1列", "\n".join(text for _, text in told), kind="faq", cells=told)])
    assert made.values == ("品保室主管",)
    assert made.ask == "role"
