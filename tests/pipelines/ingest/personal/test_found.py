"""What is found, kind by kind, and what stays: each a line as people write it."""

import pytest

from pipelines.ingest.personal.redactor import Redactor

REDACTOR = Redactor(b"secret", ("02-0000-5810", "*@lanpan.example"))


def kinds(text: str) -> list[str]:
    return [finding.kind for finding in REDACTOR.text(text)[1]]


FOUND = [
    ("national_id", "身分證字號：A123456789"),
    ("national_id", "ａ１２３４５６７８９"),
    ("national_id", "A123-456-789"),
    ("national_id", "A12345\n6789"),
    ("national_id", "A1 2345 6789 本人"),
    ("national_id", "身分證 A123456780 有誤"),  # one digit off is still somebody's
    ("national_id", "身份證：F 2 2 8 3 3 2 1 4 5"),
    ("resident_id", "居留證 A800000014"),
    ("resident_id", "居留證 AA00000009"),
    ("company_number", "統一編號 0459-5257"),
    ("company_number", "Tax ID: 04595252"),
    ("mobile", "0912-345-678"),
    ("mobile", "電話是0912345678"),
    ("mobile", "+886 (0)912-345-678"),
    ("mobile", "０９１２ ３４５ ６７８"),
    ("mobile", "09 12 34 56 78"),
    ("mobile", "0 9 1 2 3 4 5 6 7 8"),
    ("mobile", "0912\u200b345678"),
    ("mobile", "Tel0912345678"),
    ("mobile", "手機 912345678"),
    ("landline", "(02)2345-6789"),
    ("landline", "02 2345 6789"),
    ("landline", "+886-2-2345-6789"),
    ("landline", "049-2345678"),
    ("landline", "082-312345"),
    ("landline", "電話 0223456789"),
    ("landline", "公司電話：2345-6789"),
    ("phone", "+81 3-3224-5000"),
    ("email", "amy.chen@mail.example"),
    ("email", "Ａｍｙ＠ｍａｉｌ．ｅｘａｍｐｌｅ"),
    ("email", "寄amy@mail.example"),
    ("email", "amy (at) mail.example"),
    ("email", "amy @ mail.example"),
    ("email", "amy.\nchen@mail.example"),
    ("card", "4111 1111 1111 1111"),
    ("card", "卡號4111111111111111"),
    ("card", "3782-822463-10005"),
    ("bank_account", "帳號：004-12-345678-9"),
    ("bank_account", "account number 123456789012"),
    ("carrier", "載具 /ABC+123"),
    ("carrier", "/K7M.2Q9"),
    ("passport", "護照號碼 312345678"),
    ("birth_date", "生日：民國79年5月3日"),
    ("birth_date", "出生年月日 1990/05/03"),
    ("birth_date", "DOB May 3, 1990"),
    ("plate", "車號 ABC-1234"),
    ("medical_record", "病歷號 1234567"),
    ("medical_record", "chart no. 1234567"),
    ("address", "台北市信義區松仁路 100 號 5 樓之 2"),
    ("address", "臺南市永康區中\n正路１２巷３弄４號"),
    ("address", "花蓮縣吉安鄉仁和村3鄰20號"),
    ("address", "新竹縣竹北市光明六路東一段 268 號 9 樓之 1"),
    ("address", "送到民生東路三段12號"),
    ("address", "5F., No. 7, Ln. 2, Sec. 2, Xinyi Rd., Da'an Dist., Taipei City 106"),
]


@pytest.mark.parametrize(("kind", "text"), FOUND)
def test_identifiers_are_found_however_they_are_written(kind: str, text: str) -> None:
    assert kinds(text) == [kind]


STAYS = [
    "SOP-LOG-001 第 4.3 條，自 2024-07-01 起實施，分機 5810",
    "訂單編號 0912345678，發票號碼 AB-12345678",
    "料號 04595257 與 22099131",
    "T240318-008 查詢回應",
    "0.0912345678 秒、-18.5°C、NT$1,280",
    "路線 R-0912-345，庫位 A-12-03-05",
    "勞動 2 字第 0940029639 號令",
    "客服 0800-000-123、110、1950",
    "總機 ０２－００００－５８１０，service@lanpan.example",
    "台北市信義區、松仁路、高速公路 3 號出口",
    "https://lanpan.example/FAQ/2024-03 見 /HR-2024",
    "4719224982502 為商品條碼",
    "4111111111111112",
    "出生率 1.2，帳號鎖定 3 次，護照影本",
    "本月 05-20、02/14 休假，08:00-17:00",
    "電話費用上限 2000000 元",
    "月份 08 2345678 9",
    "簽收人（蓋章）：",
    "email your @ sign or numbers @home",
]


@pytest.mark.parametrize("text", STAYS)
def test_numbers_of_ordinary_documents_stay(text: str) -> None:
    assert REDACTOR.text(text) == (text, ())


NAMES = [
    ("客戶王小明反映外箱破損", "王小明"),
    ("聯絡人：方靜", "方靜"),
    ("請洽歐陽菲小姐", "歐陽菲"),
    ("倉儲部林志豪經理核准", "林志豪"),
    ("姓名：王 小 明", "王 小 明"),
    ("姓名　王　小　明　電話另附", "王　小　明"),
    ("請轉告王經理", "王"),
    ("王\u200b小明先生", "王\u200b小明"),
    ("王小明 0912-345-678", "王小明"),
    ("保固卡_王小明.pdf", "王小明"),
    ("林志豪於 5/3 簽收", "林志豪"),
    ("核示：李美玲。", "李美玲"),
    ("林志豪 敬上", "林志豪"),
    ("親愛的王小明您好", "王小明"),
    ("姓名: WANG XIAO MING", "WANG XIAO MING"),
    ("謝謝\nBest regards,\nKevin Chen", "Kevin Chen"),
    ("Contact: Wang, Xiao-Ming", "Wang, Xiao-Ming"),
    ("Mr. Kevin Lin signed", "Kevin Lin"),
    ("Ms. Chen called", "Chen"),
    ("Chen Mei-Ling was there", "Chen Mei-Ling"),
    ("Amy Chen <amy@mail.example>", "Amy Chen"),
    ("業務:Amy Chen", "Amy Chen"),
    ("Sales: Tom Wu", "Tom Wu"),
    ("Received by Daniel Shih, dock 3", "Daniel Shih"),
]


@pytest.mark.parametrize(("text", "name"), NAMES)
def test_names_are_found_beside_what_shows_that_they_are_names(text: str, name: str) -> None:
    redacted, findings = REDACTOR.text(text)
    assert "name" in [finding.kind for finding in findings]
    before, after = text.split(name)
    assert redacted.startswith(before + "〔NAME-")
    assert after[:3] in redacted or "@" in after or "0912" in after


NO_NAMES = [
    "請洽業務經理、倉儲主任或值班醫師，並知會總經理",
    "客戶資料、客戶關係、客戶方面、客戶溫度要求",
    "高度 120 公分，何時可到，許多黃色紙箱",
    "聯絡人：採購課",
    "客戶：石城食品股份有限公司",
    "擔任委員會主席，萬里長城，奧林匹克委員會",
    "Contact: Customer Service",
    "Name: Cold Box Rental Agreement",
    "Owner: Legal Affairs Office",
    "Sales: North Region, Manager: Quality Control",
    "王○明先生",
    "客戶江南物流、全聯實業與白金會員",
    "緊急聯絡\n全天候專線，途中紀錄\n車載記錄器",
]


@pytest.mark.parametrize("text", NO_NAMES)
def test_titles_companies_and_words_that_begin_like_a_name_stay(text: str) -> None:
    assert REDACTOR.text(text) == (text, ())


def test_everyone_in_a_list_is_found() -> None:
    assert kinds("出席：王小明、李大同、陳雅婷；列席：張志豪（業務）、林志明") == ["name"] * 5
    assert kinds("車號：ABC-1234、DEF-5678") == ["plate"] * 2
    assert kinds("0912-345-678/0922-333-444") == ["mobile"] * 2


def test_brackets_around_a_whole_number_stay() -> None:
    assert REDACTOR.text("客服(0912345678)轉")[0].replace("〕", "〔").split("〔")[::2] == ["客服(", ")轉"]


def test_a_sole_trader_s_firm_bears_a_name_and_a_company_s_does_not() -> None:
    assert kinds("客戶林志明企業社") == ["name"]
    assert kinds("客戶王小明向公司反映") == ["name"]
    assert kinds("客戶石城食品股份有限公司") == []


def test_a_name_known_from_one_place_is_replaced_in_all_others() -> None:
    redacted, findings = REDACTOR.text("承辦人：王小明\n其後王小明補件，由Amy Lin轉交。Contact: Lin, Amy")
    assert "王小明" not in redacted
    assert "Amy" not in redacted
    assert len(findings) == 4
