"""Questions that two documents answer together: two things that somebody wants to know of one product, place or role.

The facts are those of the other origins, each proven by its own section; here they only meet, under a name that both
ask of.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import combinations, product

from pipelines.dataset.candidate import Candidate
from pipelines.dataset.names import Names
from pipelines.dataset.phrasing.lines import heading_of
from pipelines.language.script import HAN
from pipelines.language.values import values

_KINDS = frozenset({"money", "duration", "count", "percent", "time", "date", "role", "number"})
_ORIGINS = frozenset({"heading", "faq", "table", "step"})
# 訓練 and Training are of everything; a name is longer, or has a digit.
_FEWEST_HAN, _FEWEST_LATIN, _LONGEST = 3, 6, 24
_PER_SECTION, _PER_NAME = 2, 6
_DOCUMENTS = 8
_LONGEST_QUESTION = {"zh": 40, "en": 90}
_OPENING = re.compile('^(?:關於[^，]*，|Under "[^"]*", |請問)')
# 貨到付款者以匯款方式…: the noun that a question begins with ends before the first of these.
_FIRST = re.compile(
    r"(?:(?![幾多誰哪於應須得由為者以是不可逾超經每的有在和與及或各最至要離])[\u4e00-\u9fff]){4,8}(?=[應須得由為者以是不可的有在最於要離])"
)
_LONG_HAN = 4
# 紀錄保存 and 費用標準 are of everything.
_EVERYWHERE = re.compile("時間|保存|紀錄|費用|期限|時限|標準|通報|申請|核准|處理|作業|方式|規定|管理$")


def candidates(proven: Sequence[Candidate]) -> Iterator[Candidate]:
    """Yields pairs of facts of one name, each from a document of its own.

    Args:
        proven: The facts of single sections.

    Yields:
        For each name a few pairs that ask for two kinds of things.
    """
    facts = [fact for fact in proven if _alone(fact)]
    names = sorted({name for fact in facts for name in _names(fact)})
    for language in ("en", "zh"):
        mine = [fact for fact in facts if fact.section.language == language]
        for name, about in sorted(_by_name(names, mine).items()):
            yield from _pairs(name, about)


def _alone(fact: Candidate) -> bool:
    question = fact.questions[0]
    return (
        fact.origin in _ORIGINS
        and fact.ask in _KINDS
        and fact.also is None
        and fact.asked_in is None
        and len(question) <= _LONGEST_QUESTION[fact.section.language]
    )


def _names(fact: Candidate) -> Iterator[str]:
    """What a fact's section or question gives a name to: a heading, a row, a code, what a question begins with."""
    yield from (value.text for value in values(fact.questions[0]) if value.kind == "code")
    first = _FIRST.match(_OPENING.sub("", fact.questions[0]))
    for name in (heading_of(fact.section), fact.named, first.group() if first else ""):
        fewest = _FEWEST_HAN if HAN.search(name) else _FEWEST_LATIN
        if fewest <= len(name) <= _LONGEST:
            yield name


def _by_name(names: Sequence[str], facts: Sequence[Candidate]) -> dict[str, list[Candidate]]:
    about: dict[str, list[Candidate]] = defaultdict(list)
    spelled: dict[str, list[str]] = defaultdict(list)
    for name in names:
        spelled[name.lower()].append(name)
    known = Names(spelled)
    for fact in facts:
        question = fact.questions[0]
        near = (name for lowered in known.within(question.lower()) for name in spelled[lowered])
        inside = [name for name in near if _has(question, name)]
        for name in inside:
            # Who asks of the 冷藏庫溫度計 does not ask of the 冷藏庫.
            if not any(name != other and name in other for other in inside):
                about[name].append(fact)
    return about


def _has(question: str, name: str) -> bool:
    """Says whether a question is about what has a name: it begins with it, or the name is long or a code."""
    body = _OPENING.sub("", question)
    if HAN.search(name):
        return body.startswith(name) or (len(name) >= _LONG_HAN and name in body and not _EVERYWHERE.search(name))
    if not re.search(r"\d|\s", name):
        return False
    return re.search(rf"(?<![0-9A-Za-z-]){re.escape(name)}(?![0-9A-Za-z-])", body, re.IGNORECASE) is not None


def _pairs(name: str, about: Sequence[Candidate]) -> Iterator[Candidate]:
    by_document: dict[str, list[Candidate]] = defaultdict(list)
    for fact in about:
        by_document[fact.section.document].append(fact)
    # What is said in many documents is said of many things, and a pair of any of them is enough.
    documents = sorted(by_document)[:_DOCUMENTS]
    found = (
        (one, other)
        for first, second in combinations(documents, 2)
        for one, other in product(by_document[first], by_document[second])
        if one.values != other.values and not _OPENING.match(other.questions[0])
    )
    used: Counter[str] = Counter()
    for one, other in found:
        if used[name] == _PER_NAME:
            return
        if max(used[one.section.id], used[other.section.id]) < _PER_SECTION:
            used.update((one.section.id, other.section.id, name))
            yield replace(one, origin="two", ask="text", questions=_asked(one, other), also=other, named="")


def _asked(one: Candidate, other: Candidate) -> tuple[str, ...]:
    first, second = one.questions[0], other.questions[0]
    if one.section.language == "zh":
        return (f"{first}另外，{second}", f"{first}還有，{second}", f"有兩件事想問：{first}{second}")
    lowered = second if second[:2].isupper() else second[:1].lower() + second[1:]
    return (f"{first} And {lowered}", f"Two questions: {first} {second}")
