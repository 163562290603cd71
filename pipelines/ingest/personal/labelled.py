"""Numbers that are somebody's only beside a word that says so: 統編, 帳號, 護照, 生日, 車號, 病歷號, bare phones."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from pipelines.ingest.personal.checks import is_company_number
from pipelines.ingest.personal.numbers import GAP, digits
from pipelines.ingest.personal.spans import Page, Span, lowered, mentions

NEAR = r"[\s.:=(「『<\[#*-]{0,6}(?:(?:號碼|編號|號|No\.?|Number|is|was|為|是)[\s:=(「『<\[#-]{0,4}){0,2}"
"""Between the word and its value, where anything else would make it another matter."""
ENGLISH = r"(?:(?:No|Number|ID|is|was|at|of|on|to)\b[^0-9A-Za-z]{0,6}){0,2}"
FAR = rf"(?>(?:(?!民國|西元)[^0-9A-Za-z]){{0,10}}){ENGLISH}"
YEAR, MONTH, DAY = r"(?:19|20)\d\d", r"(?:1[0-2]|0?[1-9])", r"(?:3[01]|[12]\d|0?[1-9])"
MONTH_NAME = r"(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]{0,6}\.?"
DATE = (
    rf"(?:(?:民國|西元) ?)?(?:{YEAR}|\d{{2,3}}) ?年 ?{MONTH} ?月 ?{DAY} ?日"
    rf"|(?:{YEAR}|0?\d{{2}}|1[01]\d) ?[/.-] ?{MONTH} ?[/.-] ?{DAY}(?!\d)|{YEAR}(?:0\d|1[0-2])[0-3]\d(?!\d)"
    rf"|{MONTH_NAME} {DAY}(?:st|nd|rd|th)?,? {YEAR}|{DAY} {MONTH_NAME},? {YEAR}|{MONTH}/{DAY}/{YEAR}"
)


LISTING = frozenset("、,/;及和與 ")


@dataclass(frozen=True, slots=True)
class Labelled:
    """A kind, the words that announce it, and what its values look like."""

    kind: str
    words: tuple[str, ...]
    between: re.Pattern[str]
    value: re.Pattern[str]
    check: Callable[[str], bool] = bool


def _labelled(kind: str, words: str, value: str, between: str = FAR, check: Callable[[str], bool] = bool) -> Labelled:
    flags = re.IGNORECASE | re.ASCII
    end = r"(?![0-9A-Za-z])"
    listed = words.split("|")
    # Forms spread short words: `生　日`.
    listed += [gap.join(word) for word in listed if len(word) == 2 and not word.isascii() for gap in (" ", "  ")]
    return Labelled(kind, tuple(listed), re.compile(between, flags), re.compile(f"(?:{value}){end}", flags), check)


KINDS = (
    _labelled(
        "company_number",
        "統編|統一編號|稅籍編號|tax id|taxid|gui|vat|ubn|unified business",
        rf"\d(?:{GAP}\d){{7}}",
        check=lambda raw: is_company_number(digits(raw)),
    ),
    _labelled("national_id", "身分證|身份證|證號|national id|id no|id number", rf"[A-Z]{GAP}[12](?:{GAP}\d){{8}}"),
    _labelled("resident_id", "居留證|統一證號|證號|arc", rf"[A-Z]{GAP}[89A-D](?:{GAP}\d){{8}}"),
    _labelled("bank_account", "帳號|帳戶|賬號|戶頭|account|acct", rf"\(?\d(?:\)?{GAP}\d){{9,15}}"),
    _labelled("passport", "護照|passport", r"[A-Z]{0,2}(?:[ -]?\d){7,9}"),
    _labelled("birth_date", "生日|出生|誕生日|dob|birth|birthday|birthdate|date of birth|born", DATE),
    _labelled(
        "plate",
        "車號|車牌|牌照|plate|plates",
        "[A-Z]{2,3}-?\\d{3,4}|\\d{3,4}-?[A-Z]{2}|[A-Z]\\d-?\\d{3,4}|\\d[A-Z]-?\\d{3,4}|\\d{3,4}-?[A-Z]\\d",
        NEAR,
    ),
    _labelled(
        "medical_record",
        "病歷|病歷號|病歷編號|病歷號碼|健保卡|健保卡號|mrn|chart no|chart number|medical record|就醫序號",
        r"[A-Z]{0,2}\d{5,12}",
        NEAR,
    ),
    _labelled("mobile", "手機|行動|電話|門號|phone|mobile|tel", r"9\d{2}[ -]?\d{3}[ -]?\d{3}", NEAR),
    _labelled(
        "landline",
        "電話|市話|傳真|phone|tel|fax",
        r"(?:\(?0[2-8]\d{0,2}\)?[ -]?\d{3,4}[ -]?\d{3,4}|[2-8]\d{2,3}[ -]?\d{4})(?![/.-])",
        NEAR,
    ),
)


BORN = re.compile(rf"(?<!\d)({DATE}) ?(?:出生|生(?![效產活日成]))")


def find_labelled(page: Page) -> Iterator[Span]:
    """Yields values that stand after a word that says what they are, or under it in a table."""
    for kind in KINDS:
        for end in mentions(page.lower, kind.words):
            between = kind.between.match(page.text, end)
            yield from _value(kind, page.text, between.end() if between else end, end + 80)
    for match in BORN.finditer(page.text) if "生" in page.text else ():
        yield Span(match.start(), match.end(1), "birth_date")
    headings = {cell.heading for cell in page.cells}
    kinds = {heading: [kind for kind in KINDS if any(mentions(lowered(heading), kind.words))] for heading in headings}
    for cell in page.cells:
        for kind in kinds[cell.heading]:
            start = cell.start
            while start < cell.end and not (page.text[start].isalnum() or page.text[start] == "("):
                start += 1
            yield from _value(kind, page.text, start, cell.end)


def _value(kind: Labelled, text: str, start: int, end: int) -> Iterator[Span]:
    while match := kind.value.match(text, start):
        if match.end() > end or not kind.check(match.group()):
            return
        yield Span(match.start(), match.end(), kind.kind)
        # `車號 ABC-1234、DEF-5678`
        start, end = (
            match.end() + 1,
            max(end, match.end() + 80) if text[match.end() : match.end() + 1] in LISTING else 0,
        )
