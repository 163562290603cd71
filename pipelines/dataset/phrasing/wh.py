"""Question words for a Chinese value: 幾小時, 多少元, 百分之幾, 幾點到幾點, 誰."""

import re

from pipelines.dataset.phrasing.targets import Target
from pipelines.language.numerals import CHINESE, MIXED
from pipelines.language.values import Value

_NUMERAL = re.compile(rf"^-?\s?(?:{MIXED}|半|{CHINESE})\s?")
_FEW = re.compile("^幾(?=[人名個]$)")
_MANY = re.compile(r"[近約]\s?\0|\0.*[萬億千]|\0\d*,?\d{3}")
_YEAR = re.compile(r"(?:1[5-9]|20)\d\d\s?年")
_MEASURES = re.compile("公里|公斤|公分|公噸|公升|公克|公尺|字|GB|MB|kg")
_PLACE_WORDS = ("部", "部門", "室", "課", "中心", "單位", "會議", "委員會", "服務台")
_OFFICES = ("機關", "機構", "法院", "行政院")


def wh(target: Target, text: str) -> str | None:
    """Returns the question word that stands where a target stood.

    Args:
        target: What is asked for.
        text: The sentence it stands in.

    Returns:
        The word; None where no natural one exists.
    """
    if target.ask == "role":
        role = text[target.start : target.end]
        if role.endswith(_OFFICES):
            return "哪個機關"
        return "哪個單位" if role.endswith(_PLACE_WORDS) else "誰"
    words = [_word(part) for part in target.parts]
    if any(word is None for word in words):
        return None
    asked = "到".join(str(word) for word in words)
    # 約 150 萬人 are more than 幾人 asks for.
    return _FEW.sub("多少", asked) if _MANY.search(text[: target.start] + "\0" + target.parts[0].text) else asked


def _word(value: Value) -> str | None:
    if value.kind == "money":
        return "多少美元" if value.canonical.endswith("usd") else "多少元"
    if value.kind == "percent":
        return "百分之幾"
    if value.kind == "time":
        # 15 點 may be fifteen points: only a clock or a part of the day is surely a time.
        return "幾點" if re.search("[:：午上晚早]", value.text) else None
    if value.kind == "date":
        return _date(value)
    if value.kind in ("code", "contact"):
        return "是幾號" if value.canonical.isdigit() else "是什麼"
    return _counted(value)


def _date(value: Value) -> str | None:
    if value.canonical.startswith("---"):
        return f"{value.text[0]}月幾日" if value.text[1:2] == "月" else None
    if value.canonical.startswith("--"):
        return "幾月幾日" if len(value.canonical) == len("--05-03") else "幾月"
    return None


def _counted(value: Value) -> str | None:
    unit = _NUMERAL.sub("", value.text)
    if re.match("[一半](?![十百千萬億零二三四五六七八九])", value.text):
        # 一次 and 一年 are more often an article than a count.
        return None
    if unit in ("°C", "℃", "度"):
        return "幾度"
    if not re.fullmatch(r"[\u4e00-\u9fff]{1,4}|[A-Za-z]{2}", unit):
        return None
    if unit == "年" and _YEAR.match(value.text):
        return "哪一年"
    return f"多少 {unit}" if unit.isascii() else f"多少{unit}" if _MEASURES.search(unit) else f"幾{unit}"
