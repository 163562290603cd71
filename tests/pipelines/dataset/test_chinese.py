"""Chinese sentences become questions that stand on their own."""

import pytest

from pipelines.dataset.phrasing.chinese import clozes, plain_heading, plain_line
from pipelines.language.values import holds


def asked(text: str, topic: str = "") -> dict[str, tuple[str, ...]]:
    """Questions by the fact they ask for."""
    return {cloze.stated: cloze.asked for cloze in clozes(text, topic)}


@pytest.mark.parametrize(
    ("text", "topic", "question"),
    [
        ("出貨異常須於 24 小時內通報物流部門。", "出貨異常通報", "出貨異常多久內要通報物流部門？"),
        ("出貨異常須於 24 小時內通報，並由倉儲主管核定是否補發貨物。", "", "出貨異常由誰核定是否補發貨物？"),
        ("自行開車者，每公里補助 NT$7。", "交通費", "關於交通費，自己開車的話，每公里補助多少錢？"),
        ("桃園倉平日截單時間為 15:00，台中倉為 14:30。", "截單時間", "台中倉的截單時間是幾點？"),
        ("滿 3 年未滿 5 年者，14 日。", "特別休假", "滿 3 年未滿 5 年的話，特別休假是幾日？"),
        ("客服中心服務時間為週一至週五 8:00 至 21:00。", "", "客服中心服務時間為週一至週五幾點到幾點？"),
        ("錯發代碼為 E01，漏發為 E02。", "異常單填寫", "關於異常單填寫，漏發的代碼是什麼？"),
        ("單件賠償 NT$5,000 以下由倉儲主管核決。", "", "單件賠償 NT$5,000 以下由誰核決？"),
        ("投影機得短期借用，以 3 日為限。", "短期借用", "投影機得短期借用，以幾日為限？"),
        ("財務部於 5 個工作日內審核。", "預支", "關於預支，哪個單位要在 5 個工作日內審核？"),
        ("門市平日營業時間為 09:00－17:00。", "", "門市平日營業時間為幾點到幾點？"),
        ("班表應於每月 20 日前公告次月班次。", "客服排班", "關於客服排班，班表應於每月幾日前公告次月班次？"),
        ("出貨異常須於 3 個工作日內結案。", "", "出貨異常多久內要結案？"),
        ("公務卡遺失於 24 小時內通知財務部。", "", "公務卡弄丟多久內要通知財務部？"),
    ],
)
def test_a_sentence_is_asked_as_people_ask(text: str, topic: str, question: str) -> None:
    assert any(question in forms for forms in asked(text, topic).values())


@pytest.mark.parametrize(
    "text",
    [
        "其餘依前項辦理，並於 3 日內完成。",
        "滿 1 年未滿 2 年者，7 日。",
        "款項併入每月 10 日或 25 日的批次匯入。",
        "甲等：80 分以上未滿 90 分。",
        "本版取代 1.0 版。",
        "依規定辦理。",
        "依前二項情形，應於 3 日內完成。",
        "本於勞動契約所積欠之工資未滿六個月部分。",
        "處新臺幣三十萬元以上一百五十萬元以下罰鍰。",
        "三年以上五年未滿者，每年十四日。",
        "勞工繼續工作四小時，應休息。",
    ],
)
def test_what_needs_the_page_around_it_is_not_asked(text: str) -> None:
    assert asked(text) == {}


def test_the_heading_is_named_only_where_the_question_does_not_name_it() -> None:
    assert all(
        "關於" not in form for forms in asked("單箱保固 2 年以內。保固 3 年。", "保固").values() for form in forms
    )


def test_a_heading_never_gives_the_responsible_one_away() -> None:
    (forms,) = asked("物流部門負責排車與統計。", "物流部門").values()
    assert all("物流部門" not in form for form in forms)


def test_every_fact_is_verbatim_enough_to_be_proven() -> None:
    text = (
        "溫度超標達 30 分鐘者，一律停止配送，並由品保室於 2 小時內判定。加班餐費每次 NT$120，須加班滿 2 小時始得申請。"
    )
    for cloze in clozes(text, "溫層異常"):
        assert cloze.quote in text
        assert all(holds(text, value) and holds(cloze.stated, value) for value in cloze.values)
        assert all(not holds(form, value) for form in cloze.asked for value in cloze.values)


@pytest.mark.parametrize(
    ("heading", "plain"),
    [("4.3 出貨異常通報", "出貨異常通報"), ("第三章 工作時間", "工作時間"), ("一、通則", "通則"), ("保固", "保固")],
)
def test_headings_lose_their_numbers(heading: str, plain: str) -> None:
    assert plain_heading(heading) == plain


@pytest.mark.parametrize(
    ("line", "plain"),
    [
        ("步驟1 倉管員列印明細。", "倉管員列印明細。"),
        ("Step 2 The driver signs.", "The driver signs."),
        ("（三）國內出差", "國內出差"),
        ("3 個月內的體格檢查表", "3 個月內的體格檢查表"),
        ("22:00 後返抵", "22:00 後返抵"),
    ],
)
def test_lines_lose_their_labels_and_keep_their_amounts(line: str, plain: str) -> None:
    assert plain_line(line) == plain


def test_the_same_words_with_two_values_are_asked_by_no_question() -> None:
    assert asked("延長工時每月不得超過 46 小時，但經同意者，延長工時每月不得超過 54 小時。") == {}


def test_a_rule_without_its_subject_takes_the_clause_before_along() -> None:
    forms = asked("勞工繼續工作四小時，至少應有三十分鐘之休息。")
    assert "勞工繼續工作四小時，至少應有三十分鐘之休息" in forms


def test_a_section_without_a_heading_is_asked_under_its_document() -> None:
    (cloze,) = clozes("工資清冊應保存五年。", "", "勞動基準法")
    assert cloze.asked[0] == "依勞動基準法，工資清冊應保存幾年？"


def test_parts_are_no_number() -> None:
    assert asked("本標準適用於平鎮組裝廠採購的零件、包材與化學品。") == {}


def test_a_span_is_not_asked_for_where_its_amount_is() -> None:
    (forms,) = asked("延長之工作時間每三個月不得超過一百三十八小時。").values()
    assert "每三個月" in forms[0]
    assert "幾小時" in forms[0]


@pytest.mark.parametrize(
    "text",
    ["超過 3 日至 7 日者，由部門經理核准。", "業務人員 NT$50,000。", "應於知悉損害之日起三十日內為之。"],
)
def test_half_a_fact_is_not_asked(text: str) -> None:
    assert not [form for forms in asked(text).values() for form in forms if "幾" in form or "多少" in form]


def test_what_the_item_before_defines_is_named() -> None:
    (forms,) = asked("前項所定資遣費，雇主應於終止勞動契約三十日內發給。").values()
    assert forms[0] == "資遣費，雇主應於終止勞動契約幾日內發給？"


def test_a_word_with_must_in_it_is_not_rewritten() -> None:
    (forms,) = asked("勞工因有事故必須親自處理者，一年內合計不得超過十四日。").values()
    assert not [form for form in forms if "必要" in form]


@pytest.mark.parametrize(
    "text",
    [
        "王國於數十年的統治下日漸強盛。",
        "殖民者來到之前部落已居住了幾千年。",
        "電影業興起於二十世紀80年代的南部。",
        "移居海外的人數遠比二千萬台灣人更多。",
        "北部的省分擁有400萬人口的大城市。",
        "政府向銀行團借款5億日元。",
        "最早的大壩建於公元前598～前591年的南部。",
        "電力公司併購西岸、北岸兩家公司。",
        "作者推舉王先生、陳先生等5人參加評選。",
        "部隊在城外的十字路口集合。",
        "山上的空氣比四周的空氣更冷。",
        "去年公司決定擴編這兩個部門。",
    ],
)
def test_what_only_looks_like_a_number_of_things_is_not_asked(text: str) -> None:
    assert asked(text) == {}


@pytest.mark.parametrize(
    "text",
    [
        "在5月29日的總決戰中，守軍潰散。",
        "到1672年的時候，殖民地擴張。",
        "河清二年三月。",
        "造成81人死亡。",
        "儘管留下了兩個當時看來並不嚴重的隱患。",
        "他在城裡住了三個月。",
    ],
)
def test_a_clause_that_says_nothing_alone_is_not_asked(text: str) -> None:
    assert asked(text) == {}


@pytest.mark.parametrize(
    ("text", "question"),
    [
        ("東犬燈塔創建於西元1872年。", "東犬燈塔創建於西元哪一年？"),
        ("旺季時園區吸引200萬名遊客。", "旺季時園區吸引多少名遊客？"),
        ("會議室最多可容納50人開會。", "會議室最多可容納幾人開會？"),
        ("不良率超過百分之二十時全批退回。", "不良率超過百分之幾時全批退回？"),
        ("使用者應於 3 日內歸還設備。", "誰應於 3 日內歸還設備？"),
        ("離職文件保存五年。", "離職文件保存幾年？"),
        ("機器於四周內送回原廠。", "機器於幾周內送回原廠？"),
        ("系統備份保留 30 天。", "系統備份保留幾天？"),
    ],
)
def test_what_is_a_number_of_things_is_still_asked(text: str, question: str) -> None:
    assert any(question in forms for forms in asked(text).values())
