"""What near misses are made with: siblings that the corpus itself names, and a few names that any office knows."""

import re
from collections import defaultdict
from functools import cached_property, lru_cache, partial
from itertools import chain

from pipelines.dataset.names import Names
from pipelines.language.tokens import token_set
from pipelines.language.values import values

SECTION_END = "\f"
"""Parts the sections of a corpus that is passed as one text."""
_LINES = """
臺北|台北|新北|桃園|臺中|台中|高雄|新竹|嘉義|屏東|宜蘭|苗栗|彰化|基隆|雲林|臺南|花蓮|臺東
東京|大阪|首爾|新加坡|曼谷|胡志明市|雪梨|巴黎|河內|馬尼拉|雅加達
日本|南韓|越南|泰國|印尼|德國|澳洲|印度
澎湖|金門|馬祖|綠島|蘭嶼|小琉球
春節|端午節|中秋節|清明節|重陽節
優等|甲等|乙等|丙等|丁等
銀級|金級|鑽石級|白金級
早班|中班|夜班|大夜班|假日班
Taoyuan|Taichung|Kaohsiung|Taipei|Keelung|Hsinchu|Chiayi|Tainan|Pingtung
London|Paris|Berlin|Tokyo|Osaka|Sydney|Rotterdam|Hamburg|Antwerp|Busan
Basic|Standard|Premium|Enterprise|Starter
"""
CLASSES: tuple[tuple[str, ...], ...] = tuple(tuple(line.split("|")) for line in _LINES.split("\n") if line)
"""Names of one class that any company could have; asked for where no document names them."""
_CELL = re.compile(
    r"(?:^|；|; )(?P<header>[^：:；;\n]{1,20})(?:：|: )(?P<text>[^；;\n]{2,24})(?=；|; |$)", re.MULTILINE
)
_HEADING = re.compile(
    r"^(?P<above>.+ › )(?:[\d.§]+\s|第\S+[條章節]\s?|[（(]?[一二三四五六七八九十\d]+[）)、.]\s?)?(?P<own>[^›\n]{2,24})$"
)
# A FAQ's question opens its section as a key column opens a row, and is no name.
_NO_NAME = re.compile("[?？。，]")
# 鋰電池 UN3480: the name goes on.
_CONTINUED = re.compile(r"^\s?[A-Za-z0-9-]*\d|^[A-Za-z]")
_FEWEST, _MOST = 2, 60

# What can be asked of an activity by its last words, and how: kind, last words, questions.
ASKS: dict[str, tuple[tuple[str, str, tuple[str, ...]], ...]] = {
    "zh": (
        ("role", "申請|借用|補助|採購|加班|出差|訓練|報廢|核銷|退貨|換貨|變更|領用|預支",
         ("{0}由誰核准？", "{0}要經過誰核准？")),
        ("money", "申請|維修|配送|安裝|退貨|換貨|檢查|報名|保養|報修|訓練", ("{0}要多少錢？", "{0}的費用是多少元？")),
        ("duration", "訓練|檢查|校正|保養|維修|盤點|稽核|驗收|複核|驗證",
         ("{0}的紀錄保存幾年？", "{0}的單據要保存多久？")),
        ("count", "補助|申請|申訴|訓練|借用|獎勵", ("{0}每年最多幾次？", "{0}一個月最多可以申請幾次？")),
    ),
    "en": (
        ("role", "permits?|courses|allowance|training|relocation|booking|returns|purchase|travel|overtime|leave",
         ("Who approves {0}?", "Who signs off on {0}?")),
        ("money", "training|courses|booking|maintenance|set-up|inspection|sampling|returns|repair|delivery",
         ("How much does {0} cost?", "How much is charged for {0}?")),
        ("duration", "training|booking|sampling|check|inspection|review|receiving|maintenance|repair",
         ("How long are records of {0} kept?", "For how many years are records of {0} kept?")),
    ),
}  # fmt: skip
"""For each language, questions about an activity; one whose sections state nothing of the kind has no answer."""


def plain(text: str) -> str:
    """Returns a text in the form in which names are looked up."""
    return text.casefold().replace("臺", "台")


class Said:
    """What a corpus says: which names it has, and which of them stand side by side.

    Args:
        text: Headings and texts of all sections, parted by `SECTION_END`.
    """

    def __init__(self, text: str) -> None:
        self.plain = plain(text)
        self._sections = text.split(SECTION_END)
        self._named: dict[str, bool] = {}

    def names(self, name: str) -> bool:
        """Says whether any section names something."""
        if name not in self._named:
            self._named[name] = plain(name) in self.plain
        return self._named[name]

    def siblings(self, question: str) -> list[tuple[str, str]]:
        """Returns (name in the question, sibling of its kind in the same column or heading level), sorted."""
        inside = [
            name
            for name in self._names.within(question)
            if name in self._classes and not _CONTINUED.search(question.partition(name)[2])
        ]
        longest = [name for name in inside if not any(name != other and name in other for other in inside)]
        return sorted((name, other) for name in longest for other in self._classes[name] if other not in question)

    def silent(self, question: str, name: str, sibling: str, ask: str) -> bool:
        """Says whether no section that names a sibling could answer the question that is asked of it.

        Args:
            question: The question with the sibling in the name's place.
            name: The name it was asked of.
            sibling: The name it is asked of now.
            ask: The kind of what is asked for.
        """
        about = token_set(question.replace(sibling, "")) - token_set(name)
        for place in self._holders.get(sibling, ()):
            section = self._sections[place]
            shared = len(about & token_set(section)) / max(len(about), 1)
            if shared >= 0.3 and (ask in ("text", "role", "step") or ask in _kinds(section)):
                return False
        return bool(about)

    @cached_property
    def _names(self) -> Names:
        return Names(chain(self._classes, *self._classes.values()))

    @cached_property
    def _holders(self) -> dict[str, list[int]]:
        """Name → the sections that hold it; one pass over the corpus for all names."""
        holders: dict[str, list[int]] = defaultdict(list)
        for place, section in enumerate(self._sections):
            for name in self._names.within(section):
                holders[name].append(place)
        return holders

    @cached_property
    def _classes(self) -> dict[str, frozenset[str]]:
        groups: dict[str, set[str]] = defaultdict(set)
        for section in self._sections:
            heading, _, text = section.partition("\n")
            first = _CELL.search(text)
            if first is not None and not _NO_NAME.search(first["text"]) and not values(first["text"]):
                groups[f"column {heading} {first['header']}"].add(first["text"].strip())
            own = _HEADING.match(heading)
            if own is not None:
                groups[f"heading {own['above']}"].add(own["own"].strip())
        classes: dict[str, set[str]] = defaultdict(set)
        for members in groups.values():
            if _FEWEST <= len(members) <= _MOST:
                for member in members:
                    classes[member] |= members - {member}
        alike = {name: frozenset(filter(partial(_alike, name), others)) for name, others in classes.items()}
        return {name: others for name, others in alike.items() if others and len(name) > 2}


def _alike(name: str, other: str) -> bool:
    """冷藏庫 and 冷凍庫, annual leave and sick leave, GT-1 and GT-2: another kind of name makes no sense there."""
    if name.isascii() != other.isascii():
        return False
    code = re.match(r"[A-Z]{1,4}-?(?=\d)", name)
    if code is not None:
        return other.startswith(code.group())
    return name.split()[-1].casefold() == other.split()[-1].casefold() if name.isascii() else name[-1] == other[-1]


@lru_cache(maxsize=4)
def said_in(text: str) -> Said:
    """Returns what a corpus says; the last few corpora are kept."""
    return Said(text)


@lru_cache(maxsize=16_384)
def _kinds(section: str) -> frozenset[str]:
    return frozenset(value.kind for value in values(section))
