"""Labels: the numbers that documents print before a paragraph, typed or generated, and how they nest."""

import re

HAN = "零〇○一二三四五六七八九十百千"
NUMERAL = rf"[{HAN}壹貳參肆伍陸柒捌玖拾佰仟0-9０-９]+"

EDITION = r"版(?=[於自之的起已前後為，、。；）)\s]|$)"
UNIT = rf"[%°萬億元天日]|{EDITION}|公[斤分里尺升]|小時|(?:kg|km|cm|mm|g|hours?|days?|GB|MB)(?![A-Za-z])"

# Typed labels. Each needs something after it that running text would not have: a space, a full stop, a bracket.
CLAUSE = rf"第\s?{NUMERAL}\s?[編章節條項款目點](?:之{NUMERAL})?"
TYPED = re.compile(
    rf"""(?P<label>
      {CLAUSE}(?=[\s：:、，（(]|$)
    | [{HAN}]{{1,4}}、
    | [甲乙丙丁戊己庚辛壬癸]、
    | [壹貳參肆伍陸柒捌玖拾]{{1,3}}、
    | [（(][{HAN}]{{1,4}}[）)]、?
    | [（(](?:\d{{1,2}}|[a-z]|[ivx]{{1,4}})[）)](?=\s|[^\x00-\x7f])
    | §\s?\d{{1,2}}(?:\.\d{{1,2}})*
    | \d{{1,2}}(?:\.\d{{1,2}}){{1,4}}\.?(?=\s)(?!\s*(?:{UNIT}))
    | \d{{1,2}}[.．)](?=\s|[^\x00-\x7f\d])
    | \d{{1,2}}、
    | [A-Za-z][.)](?=\s)
    | [ivx]{{1,4}}[.)](?=\s) | [IVX]{{2,4}}[.)](?=\s)
    | [①-⑳⑴-⒇]
    | (?:Article|Section|Chapter|Part|Appendix|Annex|Step)\s(?:\d{{1,3}}(?:\.\d{{1,2}})*|[IVX]+|[A-Z])[.:)]?(?=\s|$)
    | 附[件錄表](?:[A-Z]|{NUMERAL})(?=[\s：:]|$)
    | 步驟\s?{NUMERAL}[：:、.]?(?=\s|[^\x00-\x7f])
    )[\s\u3000]*""",
    re.VERBOSE,
)

HEADING_NUMBER = re.compile(r"^(\d{1,2})[\s\u3000]+(?=\S)")

# A label that stands for itself anywhere in its document; all others need the label that encloses them.
ABSOLUTE = re.compile(
    rf"^(?:第\s?{NUMERAL}(?:-\d+)?\s?[編章節條](?:之{NUMERAL})?|§?\d+(?:\.\d+)+\.?|§\d+|附[件錄表]\S+"
    r"|[A-Z][.-]\d+(?:[.-]\d+)*|(?:Article|Section|Chapter|Part|Appendix|Annex)\s\S+)[.:：]?$"
)
DECIMAL = re.compile(r"^\d+(?:\.\d+)*\.?$")
CLAUSE_ITEM = re.compile(rf"^(?:[{HAN}]{{1,4}}、|[（(][{HAN}]{{1,4}}[）)])")
CHAPTER = re.compile(rf"^第\s?{NUMERAL}\s?[編章節]")

_SHAPES = (
    (re.compile("[壹貳參肆伍陸柒捌玖拾]+(?=、)"), "大"),
    (re.compile(rf"(?<=第){NUMERAL}(?=[編章節條項款目點])|{NUMERAL}(?=、)|(?<=[（(]){NUMERAL}(?=[）)])"), "#"),
    (re.compile(r"\d+"), "#"),
    (re.compile(r"之#$|之" + NUMERAL + "$"), ""),
    (re.compile(r"(?<![A-Za-z])[A-Z](?![A-Za-z])"), "A"),
    (re.compile(r"(?<![A-Za-z])[a-z](?![A-Za-z])"), "a"),
    (re.compile("[甲乙丙丁戊己庚辛壬癸](?=、)"), "甲"),
    (re.compile("[①-⑳⑴-⒇]"), "①"),
)


def split_label(text: str) -> tuple[str, str]:
    """Splits a typed number off the front of a paragraph.

    Args:
        text: The paragraph as printed.

    Returns:
        The label as printed, empty where there is none, and the rest.

    >>> split_label("第三條 租金每月新臺幣十八萬元")
    ('第三條', '租金每月新臺幣十八萬元')
    >>> split_label("4.3 Shipping exceptions"), split_label("2024.05.03 會議")
    (('4.3', 'Shipping exceptions'), ('', '2024.05.03 會議'))
    """
    match = TYPED.match(text)
    if match is None:
        return "", text
    return match.group("label").strip(), text[match.end() :]


def split_heading(text: str) -> tuple[str, str]:
    """Splits the number off a line that is known to be a heading, where a plain `4` counts too.

    >>> split_heading("4 異常處理"), split_heading("2024 年度計畫")
    (('4', '異常處理'), ('', '2024 年度計畫'))
    """
    match = HEADING_NUMBER.match(text)
    return (match.group(1), text[match.end() :]) if match else split_label(text)


def shape(label: str) -> str:
    """Returns a label with its numerals taken out: two labels of one shape belong to one level.

    >>> shape("第三條"), shape("第十二條之一"), shape("（二）"), shape("4.3"), shape("b.")
    ('第#條', '第#條', '（#）', '#.#', 'a.')
    """
    for pattern, replacement in _SHAPES:
        label = pattern.sub(replacement, label)
    return label


def is_absolute(label: str) -> bool:
    """Says whether a label names its place without the labels around it.

    >>> [is_absolute(label) for label in ("第三條", "4.3", "一、", "(1)", "Article 5")]
    [True, True, False, False, True]
    """
    return ABSOLUTE.match(label) is not None


def is_clause(label: str) -> bool:
    """Says whether a label is of the kind that numbers rules, `一、` or `（二）`, rather than steps."""
    return CLAUSE_ITEM.match(label) is not None


def as_key(label: str, *, top: bool) -> str:
    """Returns a label as it stands in a citation key.

    Args:
        label: As printed.
        top: True where no other label encloses it in the key.

    >>> as_key("4.3", top=True), as_key("第三條", top=True), as_key("2.", top=False)
    ('§4.3', '第三條', '2.')
    """
    if DECIMAL.match(label) and (top or "." in label.rstrip(".")):
        return "§" + label.rstrip(".")
    return label.lstrip() if not label.startswith("§ ") else "§" + label[2:]


def join_key(labels: list[str]) -> str:
    """Joins the labels of a key as printed; a space stands where the one before ends without a mark.

    >>> join_key(["第三條", "一、", "（二）"]), join_key(["§4.3", "(2)"]), join_key(["第三條", "一、"])
    ('第三條 一、（二）', '§4.3 (2)', '第三條 一')
    """
    text = ""
    for label in labels:
        space = " " if text and text[-1] not in "、．.）)：:" else ""
        text += space + label
    return text.rstrip("、．.：:")


def with_label(label: str, text: str) -> str:
    """Returns a paragraph with its label in front, as it is printed.

    >>> with_label("一、", "電費依分表計算。"), with_label("1.", "Unplug the charger.")
    ('一、電費依分表計算。', '1. Unplug the charger.')
    """
    if not label or not text:
        return label or text
    return f"{label}{text}" if label[-1] in "、）：．" else f"{label} {text}"
