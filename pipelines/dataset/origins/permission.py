"""Questions whether something may be done: yes or no, as one sentence says of somebody."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence

from pipelines.dataset.candidate import Candidate
from pipelines.dataset.phrasing.english_words import ROLE
from pipelines.dataset.phrasing.lines import lines_of
from pipelines.records.section import Section

# 得 and 可 in words that allow nothing: 使得, 值得, 得到, 得名, 可能, 可見. 行使得由 and 得主張 do allow.
_MAY = (
    "(?<![取獲所始方不可懂覺奪顯捨記曉贏博難免懶變])(?<!(?<!行)使)(?<!(?<!價)值)得(?!到(?!場)|[名勝獎知病逞罪救宜了])"
    "|(?<![許認])可(?![得以能見是靠觀惜謂]|供[^，]*的)"
)
_ZH = re.compile(
    r"^(?P<who>(?:(?![應須不])[\u4e00-\u9fff A-Za-z0-9-]){2,16}?(?:，)?)"
    rf"[仍也]?(?P<modal>不得|禁止|不可(?!能)|{_MAY})(?P<what>[\u4e00-\u9fff、 A-Za-z0-9-]{{4,32}})$"
)
_EN = re.compile(
    rf"^(?P<who>(?:[Tt]he|[Aa]n?|[Nn]ew)\s{ROLE}|[A-Z][a-z]+(?:\s[a-z]+)?s|[A-Z]{{2,}}\s[a-z]+s)\s"
    r"(?P<modal>must not|may not|cannot|can not|are not allowed to|is not allowed to|should not)\s"
    r"(?P<what>[a-z][^,;:]{10,90})$"
)
# 不得超過三日 is an amount and no ban; what is said of 前項 or 其 is said elsewhere.
_AMOUNT = re.compile(
    "^(?:超過|逾|低於|少於|高於|大於|小於|晚於|早於|多於|長於|短於|未)|之(?:權利及方式|來源)$|(?:前|後|時)$"
)
_LEANS = re.compile("[其該此]|[前第][一二三四五六七八九十]*[項款條]|[下左]列|如下|各款|本[法條項規]|規定|認為")
_BACK_EN = re.compile(
    r"\b(?:it|its|they|them|their|this|that|these|those|such|following|above|below|be|[Pp]aragraphs?|preceding|[Aa]rticles?)\b"
)
_GENERIC = re.compile(
    "^(?:但|且|並|仍|亦|均|乃|遂|一律|必要時|情節|期間|金額|比例|總額|人數)|[時後前]$|有[個一]|一[個種座條項名位些]$"
)


def candidates(sections: Sequence[Section]) -> Iterator[Candidate]:
    """Yields one candidate a sentence that allows or forbids one thing to somebody, where no other says so as well."""
    found = [(section, match) for section in sections for match in _rules(section)]
    told = Counter((match["who"], match["what"]) for _, match in found)
    for section, match in found:
        if told[match["who"], match["what"]] == 1:
            yield _candidate(section, match)


def _rules(section: Section) -> Iterator[re.Match[str]]:
    if section.kind not in ("prose", "step", "faq"):
        return
    chinese = section.language == "zh"
    pieces = re.split(r"[。；：\n]" if chinese else r"\n|;\s|\.(?:\s|$)", "\n".join(lines_of(section)))
    for piece in pieces:
        match = (_ZH if chinese else _EN).match(piece.strip())
        if match is None:
            continue
        said = match["who"], match["what"]
        leans = any(_LEANS.search(part) for part in said) or _GENERIC.search(said[0]) or _AMOUNT.search(said[1])
        leans = leans if chinese else _BACK_EN.search(piece)
        if not leans:
            yield match


def _candidate(section: Section, match: re.Match[str]) -> Candidate:
    who, what = match["who"].strip(), match["what"].strip()
    if section.language == "zh":
        asked: tuple[str, ...] = (f"{who}可以{what}嗎？", f"{who}能不能{what}？", f"請問{who}可不可以{what}？")
    else:
        lowered = who if who[:2].isupper() else who[:1].lower() + who[1:]
        be = "Are" if re.search(r"[^s]s$", who) else "Is"
        asked = (f"{be} {lowered} allowed to {what}?", f"May {lowered} {what}?")
    return Candidate(
        section=section,
        origin="sentence",
        ask="text",
        questions=asked,
        statement=match.group(),
        values=(f"{match['modal']}{' ' * (section.language == 'en')}{what}",),
        quote=match.group(),
    )
