"""Builds the stated fact and its question from the clauses of one Chinese sentence."""

import re
from dataclasses import dataclass

from pipelines.dataset.phrasing.targets import Target, targets
from pipelines.language.script import HAN

_TIME = r"(?<!小)時"
_CONDITION = re.compile(rf"^(?:遇|若|如|逾|凡|超過|經|未滿|缺|因)|(?:者|{_TIME}|後|前|的|以上|以下|以內|人員)$")
_OPEN = re.compile(rf"(?:者|{_TIME}|期間|以上|以下|以內)$|^\s?(?:前|後|內)$")
_LINK = re.compile(r"^(?:並且|並|且|但|其中|另|亦)(?=[應須得由於以經可不在每請])|^(?:但|其中|或)")
# A clause that opens like this has its subject in a clause before it.
_NO_SUBJECT = re.compile(
    r"^(?:因|至少|最少|最多|合計|給予|發給|處|科|並|且|但|或|僅|指|與|應|須|得|以|於|每|經|由|最|另|改|為|達|逾|超過|延長|不|按|一律|可|將|含|依|未|連續|單趟|總分|比例|"
    r"金額|期限|上限|費用|另加|年限|使用|[\d一二三四五六七八九十半]|NT)"
)
_MODALS = "應須得於為以每不由負依自可發按憑限需在支享收"
_SUBJECT = re.compile(
    rf"^(?P<subject>[^，\d]{{2,12}}?者|[^{_MODALS}給免超逾有係從前後\d，]{{2,14}}?)(?=分為|[{_MODALS}]|$|(?<=者))"
)
_NOUN = re.compile(
    r"(?:截單|審查|服務|上班|保存|使用)?(?:時間|期間|期限|時限|年限|額度|上限|標準|運費|月租費|手續費|費用|津貼|補助|禮金|獎金|保固|等級|"
    r"代碼|頻率|溫度|目標|試用期|日額|保額|保管費|毛重|容量)$"
)
_LABELLED = re.compile(r"^(?P<x>[^\d：，應須得可不每最加扣收贈達至未滿逾依另]{1,9}?)\s?(?:為|是)?\s?$")
_CHOICE = re.compile(r"[或及和與、]\s*$")
_CONDITIONAL = re.compile("至少|應|須|不得|始|方")
_MODAL = re.compile("[應須得為限不可由以]|每")
_INCOMPLETE = re.compile(r"(?:前|後|(?<!不得)(?<!不能)超過|逾|屆滿)$")
# 業務人員 NT$50,000: whose it is, and not what.
_SAYS = re.compile(
    "[費額價金款率數量時期限溫重日點分齡度保得應須可發給付收加扣補每為是以達至超逾滿有載於經由長寬高年上下內外]"
)
# Nothing but how often: 每年十四日 does not say of what.
_HOW_OFTEN = re.compile(r"(?:每\s?(?:年|月|季|週|日|次|人))?\s?")


@dataclass(frozen=True, slots=True, kw_only=True)
class Clause:
    """A piece of a sentence between commas."""

    text: str
    start: int
    end: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Composed:
    """A question and the fact it asks for, with the question word and the value in one place."""

    asked: str
    stated: str
    names_topic: bool = False
    """True where the question has the topic built in."""


def clauses_of(sentence: str) -> list[Clause]:
    """Cuts a sentence at its commas and colons."""
    return [
        Clause(text=match.group(), start=match.start(), end=match.end()) for match in re.finditer("[^，：]+", sentence)
    ]


def compose(sentence: str, target: Target, word: str, topic: str) -> Composed | None:
    """Puts a question word where a target stands, with the clauses that belong to it.

    Args:
        sentence: The sentence.
        target: What is asked for.
        word: The question word.
        topic: The section's heading without its number; may be empty.

    Returns:
        Question and fact; None where the clause needs more than its sentence to be understood.
    """
    clauses = clauses_of(sentence)
    place = next((n for n, clause in enumerate(clauses) if clause.start <= target.start < clause.end), None)
    if place is None or target.end > clauses[place].end:
        return None
    clause = clauses[place]
    own = _LINK.sub("", sentence[clause.start : target.start])
    after = sentence[target.end : clause.end]
    value = sentence[target.start : target.end]
    if (
        _CHOICE.search(own)
        or (len(target.parts) > 1 and re.search("(?:超過|逾|滿)\\s?$", own))
        or re.match(r"\s?[前後]?至", after)
        or clause.text.count("者應") + clause.text.count("者須") > 1
        or _listed(clause.text, target)
        or (not own.strip() and not place and after and target.ask not in ("role", "time"))
    ):
        return None
    if place and not after.strip("前後內"):
        named = _named(clauses, place, (own, after), (word, value), _noun(clauses[:place], target, topic))
        if named is not None:
            return named
    if target.ask == "role" and after.endswith(("後", "前", "內", "時")) and place + 1 < len(clauses):
        after += f"，{clauses[place + 1].text}"
    return _in_place(clauses, place, (own, after), (word, value))


def _listed(clause: str, target: Target) -> bool:
    """A clause with a list of alike values, or whose value only says when a role acts, asks for nothing alone."""
    others = list(targets(clause))
    if target.ask == "role":
        return False
    alike = [other for other in others if other.ask == target.ask]
    return any(other.ask == "role" for other in others) or ("、" in clause and len(alike) > 1) or "以上未滿" in clause


def _named(
    clauses: list[Clause], place: int, around: tuple[str, str], word: tuple[str, str], noun: tuple[str, str]
) -> Composed | None:
    """A為甲，B為乙 · 早班：6:00 · 滿三年者，14 日: what is counted is named before, or by the heading."""
    own, after = around
    asked, value = word
    name, topic = noun
    if not own.strip():
        condition = clauses[place - 1].text
        if not _CONDITION.search(condition) or not topic or re.match("[\\d年月日]", condition):
            return None
        return Composed(
            asked=f"{condition}，{topic}是{asked}{after.strip()}",
            stated=f"{condition}，{value}{after}",
            names_topic=True,
        )
    label = _LABELLED.match(own)
    if label is None or not name or _NOUN.search(label.group("x")) or label.group("x") in name:
        return None
    middle = f"{label.group('x')}的{name}"
    return Composed(
        asked=f"{middle}{'' if asked.startswith('是') else '是'}{asked}{after}",
        stated=f"{middle}為 {value}{after}",
        names_topic=name == topic,
    )


def _noun(before: list[Clause], target: Target, topic: str) -> tuple[str, str]:
    """What clauses before name for a value of the same kind, or else the heading where it is such a noun."""
    alike = [clause for clause in before if any(other.ask == target.ask for other in targets(clause.text))]
    titles = [clause for clause in before if clause not in alike and _NOUN.search(clause.text)]
    for clause in reversed(alike or titles):
        noun = _NOUN.search(re.split("為|是|最高|限", clause.text)[0].strip())
        if noun:
            return noun.group(), topic
    return (topic if alike and _NOUN.search(topic) else ""), topic


def _in_place(clauses: list[Clause], place: int, around: tuple[str, str], word: tuple[str, str]) -> Composed | None:
    own, after = around
    if not place and len(clauses) > 1 and _CONDITIONAL.match(clauses[1].text) and not _MODAL.search(own):
        # 勞工繼續工作四小時，至少應有 …: a condition, whose consequence is what people ask for.
        return None
    if place and _HOW_OFTEN.fullmatch(own) and not after.strip(" 前後內"):
        return None
    if "屆滿" in own and not _MODAL.search(own):
        return None
    lead = _lead(clauses, place, own)
    if lead is None or (not lead and own.strip() and not after.strip() and not _SAYS.search(own)):
        return None
    tail = ""
    if "，" not in after and (_OPEN.search(after) or (not after and _INCOMPLETE.search(own.rstrip()))):
        if place + 1 >= len(clauses) or _has_value(clauses[place + 1].text):
            # A threshold whose consequence is a value: the value is what people ask for.
            return None
        tail = f"，{clauses[place + 1].text}"
    return Composed(asked=_join(lead, own, word[0], after + tail), stated=_join(lead, own, word[1], after + tail))


def _lead(clauses: list[Clause], place: int, own: str) -> str | None:
    conditions: list[str] = []
    for clause in reversed(clauses[:place]):
        # 缺變壓器者扣款 NT$900 is a fact of its own, not the condition of the next one.
        fact = _has_value(clause.text) and not _OPEN.search(clause.text)
        if fact or not _CONDITION.search(clause.text) or len(clause.text) > 18:
            break
        conditions.insert(0, clause.text)
    lead = "".join(f"{condition}，" for condition in conditions)
    if not place or len(conditions) == place or not (_NO_SUBJECT.match(own) or not HAN.search(own)):
        return lead
    before = clauses[place - 1].text
    states = _has_value(before) and _MODAL.search(before)
    if not conditions and len(before) <= 18 and not _NO_SUBJECT.match(before) and not states:
        return f"{before}，"
    subject = _SUBJECT.match(clauses[0].text)
    if subject is None:
        return None
    name = subject.group("subject")
    if name.endswith(("高", "低", "大", "小", "配")) or "未滿" in name:
        return None
    return f"{name}，{lead}" if name.endswith(("者", "後")) else _apart(name, lead)


def _apart(one: str, other: str) -> str:
    """Joins two pieces as the documents print them: a space between Han and a digit."""
    return f"{one} {other}" if one and HAN.match(one[-1]) and other[:1].isdigit() else one + other


def _has_value(clause: str) -> bool:
    return any(target.ask != "role" for target in targets(clause))


def _join(lead: str, before: str, middle: str, after: str) -> str:
    head = _apart(lead, before)
    if middle.startswith("是"):
        head = head.rstrip().removesuffix("為").removesuffix("是")
    if HAN.match(middle):
        head, after = head.rstrip(), after.lstrip() if HAN.match(middle[-1]) else after
    elif head and HAN.match(head[-1]):
        head += " "
    return f"{head}{middle}{after}".strip()
