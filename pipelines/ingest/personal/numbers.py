"""Numbers that show by themselves what they are: national numbers, phones, cards, carriers; and mail addresses."""

import re
from collections.abc import Iterator

from pipelines.ingest.personal.checks import is_card, is_national_id
from pipelines.ingest.personal.spans import Page, Span

# Atomic groups: text of nothing but separators or digits costs no more than any other.
GAP = r"(?>[ .·-]{0,2}(?:\n[ .·-]?)?)"
"""What may stand inside a number: separators, and the end of a line."""
LOOSE = r"(?>[ .·()-]{0,3}(?:\n[ .·()-]{0,2})?)"
COUNTRY = rf"(?>\+?(?:00)?8{LOOSE}8{LOOSE}6{LOOSE}0?{LOOSE})"
NATIONAL_ID = re.compile(rf"(?<![A-Za-z0-9])[A-Za-z][\t]?{GAP}[1289A-Da-d](?:\t?{GAP}\d){{8}}(?![A-Za-z0-9])")
ID_WORD = re.compile(r"(?a)身[分份]|證號|居留|字號|\bID\b|\bARC\b|permit", re.IGNORECASE)
# `T240318-008` is the 8th case of a day and `AB-12345678` an invoice, though one in ten satisfies the check digit.
CODE = re.compile(r"[A-Za-z]\d\d(?:0\d|1[0-2])[0-3]\d[ .-]\d{3}|[A-Za-z]{2}[ -]?\d{8}")
MOBILE = re.compile(rf"(?<!\d)(?<!\d\.)(?:{COUNTRY}|\(?0(?!\.){LOOSE})9(?:{LOOSE}\d){{8}}\)?(?!\d)")
LANDLINE = re.compile(
    rf"(?<!\d)(?:{COUNTRY}|\(?0\n?(?=[2-8]))(?:2(?:{LOOSE}\d){{8}}|4(?:{LOOSE}\d){{7,8}}|[35678](?:{LOOSE}\d){{7}})(?!\d)"
)
AREAS = ["02", "03", "037", "04", "049", "05", "06", "07", "08", "089", "082", "0826", "0836"]
AREA_CELL = re.compile(r"(?<![^\t\n])\(?(0[2-8]\d{0,2})\)?\t((?:\d[ -]?){5,8})(?!\d)")
PHONE_WORD = re.compile(
    r"(?a)電話|手機|行動|市話|傳真|聯絡|連絡|聯繫|撥打|來電|專線|區碼|phone|mobile|\btel\b|\bfax\b|\bcell|\bcall",
    re.IGNORECASE,
)
NO_PHONE_WORD = re.compile(
    r"(?:字第|Tze|訂單|單號|料號|貨號|品號|序號|條碼|批號|發票|統編|order|invoice|item|serial|tracking|P/N|S/N|SKU)[^\n\t,;。]{0,8}$",
    re.IGNORECASE,
)  # fmt: skip
CARD = re.compile(rf"(?<![A-Za-z0-9])[2-6](?:{GAP}\d){{13,18}}(?!\d)")
CARRIER = re.compile(r"/(?<![A-Za-z0-9/.<_-]/) ?([0-9A-Za-z.+-]{7})(?![0-9A-Za-z/+_-]|\.\w)")
CARRIER_WORD = re.compile(r"載具|條碼|發票|carrier|barcode|bar code|歸戶", re.IGNORECASE)
AT = re.compile(r"@|[\[(] ?at ?[\])]", re.IGNORECASE)
# Read backwards from the sign: a line may end after a dot or hyphen.
MAIL_USER = re.compile(r"(?:[A-Za-z0-9_%+ﬀ-ﬆ.-]|\n(?=[.-])){1,64}")
DOT = r"(?:\.|\.\n(?=(?:com|net|org|edu|gov|tw|io|info)\b)| ?[\[(] ?dot ?[\])] ?)"
LABEL = r"[A-Za-z0-9][A-Za-z0-9-]{0,62}"
MAIL_HOST = re.compile(rf"{LABEL}(?:{DOT}{LABEL}){{1,6}}", re.IGNORECASE)
FOREIGN = re.compile(r"\+(?!886)[1-9](?>[ ().-]{0,2}\d){7,14}(?!\d)")


# No number has fewer digits than seven or more than six other signs between two of them, so that prose is passed by.
STRETCH = re.compile(r"\d(?>\D{0,6}\d){6,}")


def find_numbers(page: Page) -> Iterator[Span]:
    """Yields identifiers that need no word beside them."""
    for stretch in STRETCH.finditer(page.text):
        # What begins a number may stand before its first digit: `+(`, or the letters of a national number.
        start, end = max(0, stretch.start() - 8), min(len(page.text), stretch.end() + 2)
        yield from _national_ids(page, start, end)
        yield from _phones(page, start, end)
        yield from _cards(page, start, end)
    yield from _carriers(page)
    yield from _emails(page.text)


def digits(text: str) -> str:
    """Returns a text's digits and capital letters without what stands between."""
    return re.sub(r"[^0-9A-Z]", "", text.upper())


def _national_ids(page: Page, start: int, stop: int) -> Iterator[Span]:
    for match in NATIONAL_ID.finditer(page.text, start, stop):
        number = digits(match.group())
        named = ID_WORD.search(page.before(match.start(), 20))
        if is_national_id(number) and (named or not CODE.fullmatch(match.group())):
            yield Span(match.start(), match.end(), "national_id" if number[1] in "12" else "resident_id")


def _phones(page: Page, start: int, stop: int) -> Iterator[Span]:
    for match in MOBILE.finditer(page.text, start, stop):
        if _is_mobile(match, page):
            yield _unbracketed(match, "mobile")
    for match in LANDLINE.finditer(page.text, start, stop):
        if _stands_alone(match) and _is_landline(match, page):
            yield _unbracketed(match, "landline")
    for match in AREA_CELL.finditer(page.text, start, stop):
        number = digits(match.group())
        words = page.heading(match.start(2)) + page.before(match.start(), 12)
        if match[1] in AREAS and len(number) in (9, 10) and PHONE_WORD.search(words):
            yield Span(match.start(), match.end(), "landline")
    for match in FOREIGN.finditer(page.text, start, stop):
        if _is_foreign(match.group()):
            yield Span(match.start(), match.end(), "phone")


def _unbracketed(match: re.Match[str], kind: str) -> Span:
    """Leaves brackets around the whole number, `(0912345678)`, where they are."""
    raw = match.group()
    whole = raw[0] == "(" and ")" not in raw[:-1]
    closed = raw[-1] == ")" and (whole or "(" not in raw)
    return Span(match.start() + whole, match.end() - closed, kind)


def _stands_alone(match: re.Match[str]) -> bool:
    """Says whether a number is no piece of a longer code such as `R-0912-345` or `2024-02-2345-6789`."""
    before = _without_phone_word(match.string[max(0, match.start() - 8) : match.start()])
    return not re.search(r"(?:[A-Za-z]|[A-Za-z0-9][-.#])$", before)


def _without_phone_word(text: str) -> str:
    return re.sub(r"(?:tel|phone|mobile|cell|fax|[tmpf])[-.:#]?$", "", text, flags=re.IGNORECASE)


def _is_mobile(match: re.Match[str], page: Page) -> bool:
    groups = re.findall(r"\d+", match.group().replace("\n", ""))
    if (len(groups) > 5 or groups[0] == "0") and any(len(group) > 1 for group in groups):
        return False
    before = page.before(match.start(), 20)
    if match.group()[0] != "+" and NO_PHONE_WORD.search(before):
        return False
    return not re.search(r"[A-Za-z]$", _without_phone_word(before)) and (len(groups) == 1 or _stands_alone(match))


def _is_landline(match: re.Match[str], page: Page) -> bool:
    raw = match.group()
    if digits(raw).lstrip("0").startswith("886") or "(" in raw or ")" in raw:
        return True
    named = bool(PHONE_WORD.search(page.before(match.start(), 12)))
    around = match.string[max(0, match.start() - 2) : match.end() + 2]
    if re.fullmatch(r"[\d \n]+", raw) and re.search(r"^\d[ \t]|[ \t]\d$", around) and not named:
        return False  # a row of numbers
    return named or any(_is_grouped(raw.replace("\n", joint)) for joint in ("", " "))


def _is_grouped(raw: str) -> bool:
    """Says whether a number is set as landlines are: area code, then all of it, or its last four digits apart."""
    area, *groups = re.findall(r"\d+", raw)
    sizes = [len(group) for group in groups]
    return area in AREAS and (len(sizes) == 1 or (len(sizes) == 2 and sizes[1] in (3, 4) and sizes[0] in (3, 4)))


def _is_foreign(raw: str) -> bool:
    import phonenumbers

    try:
        return phonenumbers.is_valid_number(phonenumbers.parse(raw.replace("\n", " ")))
    except phonenumbers.NumberParseException:
        return False


def _cards(page: Page, start: int, stop: int) -> Iterator[Span]:
    for match in CARD.finditer(page.text, start, stop):
        ends = [match.start() + place + 1 for place, sign in enumerate(match.group()) if sign.isdigit()]
        for count in range(len(ends), 13, -1):
            number = digits(page.text[match.start() : ends[count - 1]])
            if is_card(number) and (count == len(ends) or not page.text[ends[count - 1]].isdigit()):
                grouped = len(match.group()) > len(ends)
                if grouped or not NO_PHONE_WORD.search(page.before(match.start(), 20)):
                    yield Span(match.start(), ends[count - 1], "card")
                break


def _carriers(page: Page) -> Iterator[Span]:
    for match in CARRIER.finditer(page.text):
        code = match[1]
        named = CARRIER_WORD.search(page.before(match.start(), 20))
        mixed = code == code.upper() and re.search(r"\d", code) and re.search(r"[A-Z]", code)
        if named or (mixed and not re.fullmatch(r"[A-Z]+-?\d[\d.-]*|[\d.-]+[A-Z]+", code)):
            yield Span(match.start(), match.end(), "carrier")


def _emails(text: str) -> Iterator[Span]:
    bracketed = "at)" in text or "at]" in text or "AT)" in text or "AT]" in text
    for at in AT.finditer(text) if bracketed else re.finditer("@", text):
        start, end = at.span()
        before, after = text[start - 1 : start], text[end : end + 1]
        # A space on one side alone is the end of another word.
        if before == "\n" or (before == " " and (after == " " or at.group() != "@")):
            start -= 1
        if after == "\n" or (after == " " and (before == " " or at.group() != "@")):
            end += 1
        user = MAIL_USER.match(text[max(0, start - 64) : start][::-1])
        host = MAIL_HOST.match(text, end, end + 260)
        if user and host:
            yield Span(start - len(user.group().rstrip(".-\n")), host.end(), "email")
