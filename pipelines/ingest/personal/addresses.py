"""Postal addresses of Taiwan, in Chinese from county to floor and in English from floor to county."""

import re
from collections.abc import Iterator

from pipelines.ingest.personal.spans import Page, Span

HAN = "\u3400-\u9fff"
COUNT = "[0-9一二三四五六七八九十百〇零]{1,5}"
# The house number is what makes a place an address, so everything is looked for around it.
HOUSE = re.compile(r"[0-9一二三四五六七八九十百](?>[ \n]?)號(?![碼線倉車機位艙])")
CITY = (
    "(?:(?:[台臺][北中南]|新北|桃園|高雄|基隆|新竹|嘉義)市"
    "|(?:新竹|苗栗|彰化|南投|雲林|嘉義|屏東|宜蘭|花蓮|[台臺]東|澎湖|金門|連江)縣|[台臺]北縣|桃園縣)"
)
DISTRICT = f"[{HAN}]{{1,3}}?[區鄉鎮市]"
HAMLET = f"(?:[{HAN}]{{1,3}}[村里])?(?:{COUNT}鄰)?"
HOUSE_NUMBER = (
    f"(?:[東西南北]?{COUNT}段)?(?:{COUNT}巷)?(?:{COUNT}弄)?(?:{COUNT}衖)?{COUNT}(?:[之-]{COUNT})?號(?:之{COUNT})?"
    f"(?:[,、(]?(?:地下)?B?{COUNT}(?:樓|[Ff](?![A-Za-z]))(?:[之-]{COUNT})?)?(?:{COUNT}室)?"
)
FULL = re.compile(
    f"(?:(?<![0-9])[0-9]{{3}}(?:[0-9]{{2,3}})?)?(?:[台臺]灣省?)?{CITY}(?:{DISTRICT})?{HAMLET}"
    f"(?:[{HAN}0-9]{{1,8}}?(?:路|街|大道|新村|莊))?{HOUSE_NUMBER}"
)
ROAD = f"(?:羅斯福|凱達格蘭|[{HAN}]{{2}}[東西南北中一二三四五六七八九十]?)(?:路|街|大道)"
PARTIAL = re.compile(f"(?:{DISTRICT})?{ROAD}{HOUSE_NUMBER}")
STREET = re.compile("[路街道村里巷鄰莊]")
NO_ROAD = re.compile("(?:公|鐵|網|線|道|馬|迴|電|通|半|航|管|油|水)路")
LONGEST_BEFORE, LONGEST_AFTER = 60, 16
TAIWAN = r"(?:,? ?(?:Taiwan|R\.?O\.?C\.?)(?: ?\(? ?R\.?O\.?C\.?\)?)?)?"
FLOOR = re.compile(r"(?a)\b\d{1,2}F\.?(?:-\d{1,2})?,\s?$")
ENGLISH = re.compile(
    r"(?a)No(?<![A-Za-z]No)\.?\s?\d{1,4}(?:-\d{1,3})?,\s?"
    r"(?:(?:Aly|Alley|Ln|Lane|Sec|Section)\.?\s?\d{1,4},\s?){0,3}"
    r"(?:[A-Z0-9][A-Za-z0-9'.-]*\s){1,4}(?:Rd|Road|St|Street|Blvd|Boulevard|Ave|Avenue)\b\.?"
    r"(?:,\s?(?:Sec|Section)\.?\s?\d)?(?:,\s?(?:[A-Z][A-Za-z'-]*\s?){1,3}(?:Dist|District|Township|City|County|Vil)\b\.?){0,4}"
    rf"(?:,?\s?\d{{3,6}})?{TAIWAN}"
)


def find_addresses(page: Page) -> Iterator[Span]:
    """Yields addresses with a house number; a road or a district alone is a place, not somebody's."""
    for house in HOUSE.finditer(page.text) if "號" in page.text else ():
        yield from _around(house, page.text)
    for match in ENGLISH.finditer(page.text):
        floor = FLOOR.search(page.text[max(0, match.start() - 12) : match.start()])
        yield Span(match.start() - (len(floor.group()) if floor else 0), match.end(), "address")


def _around(house: re.Match[str], text: str) -> Iterator[Span]:
    """Matches without spaces and line ends, which may stand anywhere in an address."""
    first = max(0, house.start() - LONGEST_BEFORE)
    window = text[first : house.end() + LONGEST_AFTER]
    if not STREET.search(window):
        return
    kept = [place for place, sign in enumerate(window, first) if sign not in " \n"]
    squeezed = window.replace(" ", "").replace("\n", "")
    for pattern in (FULL, PARTIAL):
        for match in pattern.finditer(squeezed):
            start, end = kept[match.start()], kept[match.end() - 1] + 1
            named = STREET.search(match.group()) and not (pattern is PARTIAL and NO_ROAD.search(match.group()))
            if named and start < house.end() <= end:
                yield Span(start, end, "address")
                return
