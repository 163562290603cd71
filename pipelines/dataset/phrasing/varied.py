"""One question as many people ask it: politely, tersely, aloud, and in other words than the document's."""

import re
from collections.abc import Iterator

from pipelines.language.script import HAN

# Word of a document → what colleagues say; only where the sense stays the same in any office.
_OTHER_WORDS = {
    "zh": (
        ("通報", "回報"), ("核准", "同意"), ("核定", "決定"), ("繳交", "交出"), ("遺失", "弄丟"), ("保存", "保留"),
        ("提出申請", "申請"), ("公告", "公布"), ("檢附", "附上"), ("給付", "支付"), ("補助", "補貼"),
        ("更換", "換"), ("歸還", "還"), ("期限", "時限"), ("告知", "通知"), ("不得", "不能"),
        ("完成", "做完"), ("逾期", "過期"), ("員工", "同仁"), ("客戶", "顧客"), ("退還", "退回"), ("修復", "修好"),
    ),
    "en": (
        ("employees", "staff members"), ("within how many", "in how many"), ("how quickly", "how fast"),
        ("approves", "signs off on"), ("is reported", "is notified"), ("must be reported", "has to be reported"),
        ("purchase", "buy"), ("obtain", "get"),
        ("receive", "get"), ("permitted", "allowed"), ("repaired", "fixed"), ("kept", "stored"), ("begin", "start"),
        ("submit the", "hand in the"), ("prior to", "before"),
    ),
}  # fmt: skip
_POLITE = ("請問{0}？", "想問{0}？", "請問一下，{0}？", "不好意思，想請教{0}？", "{0}？謝謝", "你好，{0}？", "{0}？")
_POLITE_EN = ("Hi, {0}?", "Hello, {0}?", "Quick question: {0}?", "{0}? Thanks", "Sorry, {0}?")
_ADDED = re.compile(
    r"^(?:請問一下，|請問|想問|不好意思，想請教|你好，|Hi, |Hello, |Quick question: |Sorry, )"
    r"|(?<=[？?])(?:謝謝| Thanks)$"
)
# A terse question, `Charger list price?`, stays terse.
_ASKING = re.compile("(?:Who|What|When|Where|Which|How|Why|Up to|Within|At|By|For|In|After|Until|Is|Are|Do|Does)\\b")
_OPENED = re.compile("^(?:請問|想問|想查|你好|關於)")


def without_politeness(question: str) -> str:
    """Returns a question without what is added to be polite.

    >>> without_politeness("不好意思，想請教誰核准加班？"), without_politeness("Hi, who approves overtime?")
    ('誰核准加班？', 'who approves overtime?')
    """
    return _ADDED.sub("", question)


def varied(questions: tuple[str, ...], language: str) -> tuple[str, ...]:
    """Adds other ways to ask to the ways that a fact was asked in.

    Args:
        questions: Ways to ask, the document's own wording first.
        language: `zh` or `en`.

    Returns:
        The same, then others; no way twice.

    >>> varied(("誰核准加班？",), "zh")[:2]
    ('誰核准加班？', '誰同意加班？')
    """
    others = [other for question in questions for other in _in_other_words(question, language)]
    plain = [*questions, *others]
    # Most people just ask: every second way gets an opening or a thank-you.
    polite = [_politely(question, place, language) for place, question in enumerate(plain) if place % 2 == 0]
    return tuple(dict.fromkeys((*plain, *(form for form in polite if form))))


def _in_other_words(question: str, language: str) -> Iterator[str]:
    if "「" in question or '"' in question:
        return
    for word, other in _OTHER_WORDS[language]:
        changed = (
            question.replace(word, other)
            if language == "zh"
            else re.sub(rf"\b{word}\b", other, question, flags=re.IGNORECASE)
        )
        if changed != question and other not in question:
            yield changed[:1].upper() + changed[1:]
            return


def _politely(question: str, place: int, language: str) -> str:
    bare = question.rstrip("？?呢")
    if language == "zh" and HAN.search(question):
        # The draw is by the question's own length, so that a corpus has all of them and a question one.
        form = _POLITE[(len(question) + place) % len(_POLITE)]
        return "" if _OPENED.match(question) or "？" in bare else form.format(bare)
    if '"' in question or ":" in question or not _ASKING.match(question):
        return ""
    first = question.split(" ", 1)[0]
    opened = bare if first.isupper() and len(first) > 1 else bare[:1].lower() + bare[1:]
    form = _POLITE_EN[(len(question) + place) % len(_POLITE_EN)]
    return form.format(bare if form.startswith("{0}") else opened)
