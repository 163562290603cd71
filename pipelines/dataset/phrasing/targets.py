"""What can be asked for in a Chinese sentence: values, ranges of values, and who is responsible."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from pipelines.dataset.phrasing.cloze import Ask
from pipelines.language.values import Value, values

ROLE = (
    r"(?:(?![由於應須經以及後時，])[\u4e00-\u9fff]){0,8}?(?:主管|經理|協理|處長|組長|課長|總經理|營運長|財務長|工程師|專員|人員|管理員|倉管員|調度員|倉管|"
    r"司機|藥師|部門|部|室|課|中心|單位|公司|倉庫|車隊|會議|委員會|服務台|使用者|出差人|客戶|收件人|寄件人|客服|主管機關|檢查機構|法院|行政院|工會)"
)
_DOER = re.compile(
    rf"(?<![自經])由(?P<role>{ROLE})(?=[於負核審簽人判確複檢登決辦支吸承處發通派代統放抽預申受會自維]|協商|$)"
)
_SUBJECT = re.compile(rf"^(?P<role>{ROLE})(?=[於應須負確清先完建優])")
_RANGE = re.compile(r"\s?(?:至|到|[-－–—~～∼])(?:次日|隔日)?\s?")
# 三十萬元以上一百五十萬元以下: two ends that no one question word stands for.
_CHOICE = re.compile(r"\s?(?:[或及和、與]|以上)\s?")
# 零件 are parts and no number, 十字 and 八字 no count of characters, 三元 of 太一三元 no money, 百人 only many.
_NO_VALUE = re.compile("零件|[十八]字|[一二三四五六七八九]{2,}[元塊]|[百千萬億](?!分之).*")
# Of 數十年 and 幾十個 nobody knows the number, and 這兩位 were named before; of 598～前591年 one end alone is no fact.
_DASH = r"\s?[-－–—~～∼]\s?前?"
_VAGUE = re.compile(rf"(?:[數幾]\0十|[這那]\s?\0|[\d年月日元%]{_DASH}\0)")
# What looks like the unit goes on: 80年代, 三年級, 五年計畫, 6周年, 四周的空氣, 二千萬台灣, 400萬人口, 5億日元, 兩塊磚.
_GOES_ON = re.compile(
    r"(?<=年)(?:代|級|制|計[畫劃])|(?<=[周週])[年歲]|(?<=四周)(?![內前後以為之])[\u4e00-\u9fff]|(?<=台)灣|(?<=人)口"
    rf"|(?<=日)[元圓]|(?<=塊)[\u4e00-\u9fff]|(?<=克)[拉耳]|{_DASH}[\d一二三四五六七八九十]"
)
_ASKABLE: dict[str, Ask] = {
    "duration": "duration", "money": "money", "percent": "percent", "count": "count", "time": "time", "date": "date",
    "code": "code", "contact": "contact",
}  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """A piece of a sentence that a question can ask for."""

    ask: Ask
    start: int
    end: int
    parts: tuple[Value, ...] = ()
    """The value, or the two ends of a range; empty for a role."""


def targets(sentence: str) -> Iterator[Target]:
    """Finds what can be asked for in one sentence, values first.

    Args:
        sentence: One sentence, without its full stop.

    Yields:
        Values, ranges as one target, and roles.
    """
    found = [value for value in values(sentence) if value.kind in _ASKABLE and not _NO_VALUE.fullmatch(value.text)]
    place = 0
    while place < len(found):
        group = _range_at(sentence, found, place)
        place += len(group)
        if _one_of_several(sentence, found, place - len(group), place) or _no_number(sentence, group):
            continue
        yield Target(ask=_ASKABLE[group[0].kind], start=group[0].start, end=group[-1].end, parts=tuple(group))
    for match in (*_DOER.finditer(sentence), *_SUBJECT.finditer(sentence)):
        yield Target(ask="role", start=match.start("role"), end=match.end("role"))


def _range_at(sentence: str, found: list[Value], place: int) -> list[Value]:
    first = found[place]
    if place + 1 < len(found):
        second = found[place + 1]
        if second.kind == first.kind and _RANGE.fullmatch(sentence[first.end : second.start]):
            return [first, second]
    return [first]


def _no_number(sentence: str, group: list[Value]) -> bool:
    start, end = group[0].start, group[-1].end
    return bool(_VAGUE.search(f"{sentence[:start]}\0{sentence[start:end]}") or _GOES_ON.match(sentence, end))


def _one_of_several(sentence: str, found: list[Value], first: int, after: int) -> bool:
    # 每月 10 日或 25 日: neither is the answer alone.
    pairs = ((first - 1, first), (after - 1, after))
    return any(
        a >= 0 and b < len(found) and _CHOICE.fullmatch(sentence[found[a].end : found[b].start]) is not None
        for a, b in pairs
    )
