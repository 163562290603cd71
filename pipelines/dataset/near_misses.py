"""Near misses: questions in the words of answerable ones that no section in force answers.

Three kinds: the same question for a place, product or grade that no document names; a step after the last one; and
something asked of a topic whose sections say nothing of that kind. All are checked against the whole corpus.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from pipelines.dataset.candidate import Candidate
from pipelines.dataset.draw import shuffled
from pipelines.dataset.origins.step import nth_step, steps_of
from pipelines.dataset.phrasing.lines import topic_of
from pipelines.dataset.phrasing.targets import targets
from pipelines.dataset.verify import overlap
from pipelines.language.script import HAN
from pipelines.language.values import values
from pipelines.records.example import Origin
from pipelines.records.section import Section

# Members of one class; a question that names one is asked of another that no document names.
_CLASSES: tuple[tuple[str, ...], ...] = (
    ("臺北", "台北", "新北", "桃園", "臺中", "台中", "高雄", "新竹", "嘉義", "屏東", "宜蘭", "苗栗", "彰化", "基隆", "雲林"),
    ("東京", "大阪", "首爾", "新加坡", "曼谷", "胡志明市", "檳城", "鹿特丹", "漢堡", "雪梨", "巴黎", "河內", "馬尼拉", "雅加達", "福岡"),
    ("日本", "南韓", "越南", "泰國", "印尼", "德國", "澳洲", "印度"),
    ("澎湖", "金門", "馬祖", "綠島", "蘭嶼", "小琉球"),
    ("春節", "端午節", "中秋節", "清明節", "重陽節"),
    ("優等", "甲等", "乙等", "丙等", "丁等"),
    ("銀級", "金級", "鑽石級", "白金級", "黑鑽級"),
    ("A 班", "B 班", "C 班", "D 班"),
    ("早班", "中班", "夜班", "大夜班", "假日班"),
    ("婚假", "產假", "陪產假", "家庭照顧假", "志工假", "防疫照顧假", "寵物喪假", "搬家假", "進修考試假", "長期服務假", "生日假", "畢業典禮假", "公投假"),
    ("筆記型電腦", "螢幕", "手持終端", "公務手機", "標籤印表機", "繪圖板", "視訊眼鏡"),
    ("總經理", "副總經理", "協理", "處長", "經理", "副理", "專員", "工程師", "司機", "倉儲作業員", "工讀生", "實習生", "外部顧問"),
    ("信用卡付款", "轉帳付款", "貨到付款", "行動支付付款", "支票付款"),
    ("疫苗", "生鮮", "冷凍食品", "血液檢體", "鮮花"),
    ("常溫", "冷藏", "冷凍", "超低溫", "恆溫", "加熱"),
    ("Taoyuan", "Taichung", "Kaohsiung", "Taipei", "Keelung", "Hsinchu", "Chiayi", "Tainan", "Pingtung"),
    ("Rotterdam", "Hamburg", "Singapore", "Japan", "Antwerp", "Busan", "Sydney", "Vietnam"),
    ("Basic", "Standard", "Premium", "Enterprise", "Starter"),
    ("system logs", "VPN logs", "visitor network logs", "badge logs", "print logs"),
    ("laptop", "phone", "badge reader", "smart watch"),
    ("Laptops", "Mobile phones", "Smart watches"),
    ("chilled goods", "frozen goods", "ambient goods", "live plants", "bulk liquids"),
    ("delivery notes", "seal photographs", "dock video", "weighbridge tickets"),
    ("home leave", "housing allowance", "pet relocation", "car allowance"),
    ("Priority 1", "Priority 2", "Priority 3", "Priority 4", "Priority 5"),
    ("priority 1", "priority 2", "priority 3", "priority 4", "priority 5"),
)  # fmt: skip
_CODE = re.compile(r"(?<![0-9A-Za-z-])(?P<letters>[A-Z]{1,4})(?P<dash>-?)(?P<digits>\d{1,3})(?![0-9A-Za-z-])")
_CATCH_ALL = re.compile(r"其他|其餘|所有|各縣市|不限|任何|elsewhere|\bothers?\b|\ball\b|\bany\b|\bevery(?:body|one)\b")

_ASKS: dict[str, dict[str, tuple[str, ...]]] = {
    "zh": {
        "role": ("{0}由誰核准？", "{0}由哪個單位負責？"),
        "money": ("{0}要多少錢？", "{0}每次收取多少元？"),
        "duration": ("{0}的紀錄保存幾年？", "{0}多久內要完成？"),
        "time": ("{0}要在當日幾點前提出？",),
        "contact": ("關於{0}，聯絡電話是幾號？",),
        "percent": ("{0}的目標是百分之幾？",),
    },
    "en": {
        "role": ("Who approves {0}?", "Who is responsible for {0}?"),
        "money": ("How much does {0} cost?",),
        "duration": ("For how long are records of {0} kept?",),
        "time": ("By what time is {0} finished?",),
    },
}


@dataclass(frozen=True, slots=True, kw_only=True)
class NearMiss:
    """A question without an answer, near to a section."""

    section: Section
    """What it is near to."""
    question: str
    origin: Origin
    ask: str


def text_of(corpus: Iterable[Section]) -> str:
    """Returns everything a corpus says, in the form in which names are looked up."""
    return _plain("\n".join(f"{section.heading}\n{section.text}" for section in corpus))


def of_candidate(candidate: Candidate, said: str, seed: int) -> Iterator[NearMiss]:
    """Yields near misses of one candidate: its questions with a name swapped for one that no document has."""
    if _CATCH_ALL.search(candidate.section.text):
        return
    for question in candidate.questions:
        for swapped in _swapped(question, said, seed):
            yield NearMiss(section=candidate.section, question=swapped, origin=candidate.origin, ask=candidate.ask)


def of_section(section: Section, origin: Origin, corpus: Sequence[Section], seed: int) -> Iterator[NearMiss]:
    """Yields near misses of a section: steps it does not have, and kinds of facts that its topic does not state."""
    steps = steps_of(section) if section.kind == "step" else []
    if steps:
        for question in nth_step(section, len(steps) + 1) + nth_step(section, len(steps) + 2):
            yield NearMiss(section=section, question=question, origin="step", ask="step")
    topic = topic_of(section)
    if not _is_topic(topic, section.language) or section.kind not in ("prose", "step"):
        return
    about = _about(topic, section, corpus)
    kinds = _ASKS[section.language]
    for kind in shuffled(kinds, seed, section.id, "kind"):
        if not any(_states(kind, other) for other in about):
            name = topic if section.language == "zh" else topic[0].lower() + topic[1:]
            for form in shuffled(kinds[kind], seed, section.id, "form"):
                yield NearMiss(section=section, question=form.format(name), origin=origin, ask=kind)


def _swapped(question: str, said: str, seed: int) -> Iterator[str]:
    for names in _CLASSES:
        inside = sorted((name for name in names if name in question), key=len, reverse=True)
        free = [name for name in names if _plain(name) not in said] if inside else []
        if free:
            yield question.replace(inside[0], shuffled(free, seed, question)[0])
    for match in _CODE.finditer(question):
        other = _other_code(match, said)
        if other:
            yield question[: match.start()] + other + question[match.end() :]


def _plain(text: str) -> str:
    return text.casefold().replace("臺", "台")


def _other_code(match: re.Match[str], said: str) -> str | None:
    number = int(match["digits"])
    for step in (1, 2, 3, 5, 7):
        digits = str(number + step * (10 if number >= 10 else 1)).zfill(len(match["digits"]))
        other = f"{match['letters']}{match['dash']}{digits}"
        if _plain(other) not in said:
            return other
    return None


def _is_topic(topic: str, language: str) -> bool:
    if language == "zh":
        return 3 <= len(topic) <= 10 and HAN.search(topic) is not None and "與" not in topic
    return 1 <= len(topic.split()) <= 4 and topic.isascii() and " and " not in topic


def _about(topic: str, section: Section, corpus: Sequence[Section]) -> Iterable[Section]:
    """The section and every other whose text or heading could speak of its topic."""
    return [other for other in corpus if other.id == section.id or overlap(topic, other) >= 0.6]


def _states(kind: str, section: Section) -> bool:
    if kind == "role":
        words = (
            r"主管|經理|部|室|人員|組長|課|中心|單位|公司"
            if section.language == "zh"
            else (r"manager|officer|supervisor|leader|desk|team|department|inspector|clerk|company|approv")
        )
        return re.search(words, section.text) is not None
    if section.language == "zh" and any(target.ask == kind for target in targets(section.text)):
        return True
    return any(value.kind == kind for value in values(section.text))
