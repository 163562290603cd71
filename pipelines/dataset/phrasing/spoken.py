"""The document's wording turned into how colleagues ask: 須於幾小時內 becomes 多久內要."""

import re
from collections.abc import Iterator

from pipelines.dataset.phrasing.cloze import Ask

_ASKED = r"(?:幾|多少|百分之幾)"
# Order matters: the longer wording first.
_WORDS: tuple[tuple[str, str], ...] = (
    (r"(?:應|須)於", "要在"),
    (r"(?<![限設位屬存處用至])於(?=幾[^，]{1,4}[內前])", "要在"),
    (r"(?<!不)(?<![始才])得於", "可以在"),
    (rf"以(?P<v>{_ASKED}[^，]*?)為(?:上限|限)", r"最多\g<v>"),
    (rf"上限(?:為)?(?={_ASKED})", "上限是"),
    (rf"(?:者|的話)，(?={_ASKED})", "的話，"),
    (rf"(?P<c>(?:逾|超過|滿|達|未達|低於){_ASKED}[^，]{{0,9}}?)者，", r"\g<c>，"),
    (r"不得超過", "不能超過"),
    (r"不得少於", "不能少於"),
    (r"始得", "才可以"),
    (r"始予", "才會"),
    (r"者，", "的話，"),
    (r"(?<=[刷卡款格休業])者(?=為|應|須|要|得|可|於|自|改|一律)", "的人"),
    (r"(?:(?<![回反因對])應|(?<!必)須)經(?=誰|哪)", "要經過"),
    (r"(?:(?<![回反因對])應|(?<!必)須)(?=[^，於經要])", "要"),
    (r"(?<![不取心獲])得(?=[申請加免搭延參選報借預改無彈遠寬遞])", "可以"),
    (rf"逾(?={_ASKED})", "超過"),
    (rf"未達(?={_ASKED})", "不到"),
    (r"者為(?=出差|公出|合格)", "算"),
    (r"返抵", "回到"),
    (r"核銷", "報帳"),
    (r"自行開車", "自己開車"),
    (r"檢附", "附上"),
    (r"繳交", "交"),
    (r"遺失(?=的話|應|要)", "弄丟"),
    (r"(?<=[另每])發給?(?=夜班|禮券)", "發"),
    (r"目標為", "目標是"),
    (rf"為(?={_ASKED}|什麼|月幾|每月幾)", "是"),
    (r"^(?P<who>誰|哪個單位)於", r"\g<who>要在"),
    (r"(?P<every>[^，]{2,})每幾(?:週|分鐘|小時|日|年|個月)(?=\S{2})", r"\g<every>多久"),
)
_SOON = re.compile(r"幾(?:小時|日|天|個?工作[日天]|個月|年|分鐘|週)(?=內|前|後)")
_MODAL_SOON = re.compile(
    r"(?P<modal>要在|可以在)(?P<point>[^，]{0,6}?)(?P<soon>多久|幾[^，內]{1,4})內(?P<verb>[\u4e00-\u9fff]{2})"
)


def spoken(about: str, asked: str, ask: Ask) -> Iterator[str]:
    """Rewords a question as it is spoken, from near the document's wording to far from it.

    Args:
        about: The opening that names the topic; empty where the question names it.
        asked: The question in the document's wording, without its question mark.
        ask: What is asked for.

    Yields:
        Rewordings that ask the same; possibly none.
    """
    plain = asked
    for pattern, replacement in _WORDS:
        plain = re.sub(pattern, replacement, plain)
    if ask == "money":
        plain = plain.replace("多少元", "多少錢")
    if plain != asked:
        yield about + plain
    soon = _SOON.sub("多久", plain)
    moved = _MODAL_SOON.sub(_move, soon)
    if ask == "duration" and moved != plain:
        yield about + moved
    if ask == "role" and plain.startswith("哪個單位"):
        yield about + plain.replace("哪個單位", "哪個部門", 1)


def _move(match: re.Match[str]) -> str:
    modal = "要" if match.group("modal") == "要在" else "可以"
    return f"{match.group('point')}{match.group('soon')}內{modal}{match.group('verb')}"
