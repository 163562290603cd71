"""Chinese questions from Chinese sentences: the question word stands where the answer stood.

Chinese asks in place (`出貨異常須於幾小時內通報物流部門？`), so a sentence becomes a question without being rebuilt.
What needs care is which clauses go along, and that the question can be understood without the page around it.
"""

import re
from collections.abc import Iterator
from dataclasses import replace

from pipelines.dataset.phrasing.cloze import Cloze
from pipelines.dataset.phrasing.compose import Composed, compose
from pipelines.dataset.phrasing.spoken import spoken
from pipelines.dataset.phrasing.targets import Target, targets
from pipelines.dataset.phrasing.wh import wh
from pipelines.language.script import HAN

_SENTENCE = re.compile(r"[^。；！？\n]+")
_BACK = re.compile(
    r"[其該此彼]|前[一二兩三四五六\d]?[項款條]|前述|同前|[下左]列|各款|但書|如下|下表|上述|本[程規政版章條項]|不在此限|^之後|^屆時|^[但且並或及]|自公布|^加[至給]|，指"
)
# What is said here ends in the middle: the clause that it is the condition of is missing.
_UNFINISHED = re.compile(r"(?:部分|情形|年資|名義|情節|範圍內?|期限|之日起|之日|給付|期間|後)$")
# 在五年的戰爭中 and 元年五月 only say when; what happened then is missing.
_ONLY_WHEN = re.compile(
    r"^(?:[又則]?(?:在|於|到|至|從|自|直到|隨後|過去|當)[^，]*(?:[中裡時內]|(?<!以)[上下]|時候|時間|歷史|之間|年間)"
    r"|(?:過去|隨後的)[^，]*|[^，]{0,6}?[元\d一二三四五六七八九十]+年[\d一二三四五六七八九十閏正]+月\S{0,5}|.*，為了[^，]*)$"
)
# What opens like this says something of what stands before it, in another sentence or clause.
_NO_SUBJECT = re.compile(
    "^(?:有(?![關限效])|分為|導致|造成|成為|作為|允許|促使|[占佔](?!用)|是(?!否)|使(?!用)|便(?![利當民])|即(?![時期])|亦|又|系(?![統列])"
    "|係|則|卻|曾(?=[在於被經任])|仍|而|也|還(?!款)|要(?![求保件])|共(?![用同享乘])|遂|前後|先後|當中|同[年時]|當時|然後|接著|事後"
    "|雖然|儘管|因為|由於|例如|包括|隨著|除了|不過|然而|因此|所以|結果|最後)|(?<![其吉])[他她它]"
)
# 甲、乙兩家 and 甲、乙等 5 人 count what they have named.
_NAMED = re.compile(r"(?:、[^，、）每各共計達有為可應須得以設增減限]{1,12}|等)\s?$")
_NAMED_UNITS = re.compile("[人位名家個間所國部座]")
# The object or the span that this is about stands in another sentence.
_LEANS = re.compile(
    "(?:為|給付|預告|通知)之(?:$|，)|再繼續|準用|所定|之限制|(?:亦同|同之)$|以[^，]*計$|有期徒刑|拘役|罰金"
)
_NAMED_BEFORE = re.compile(
    r"^(?P<item>[前第][一二三四兩]?項(?:所[定稱])?)(?!但書|規定|情形|但|各款|第|至|及|之)(?P<name>[\u4e00-\u9fff]{2,12}?)(?:，|應|得|不得)"
)
_LAW = re.compile("(?:法|條例|規則|細則|辦法|準則|規程|守則)$")
# A clause that opens like this has no subject: whom it binds only the text around it says.
_NOBODY = re.compile("^(?:除|未滿|再|最低|應|須|得|不得|於|每|以|處|並|但|經|自|按|給|至|加|無正當|受|依)")
_FILLERS = ("通則", "總則", "權責", "目的", "適用範圍", "其他", "附則", "說明", "規定", "名詞定義", "用詞定義", "定義")
_LONGEST_QUESTION = 46
_LONGEST_ANSWER = 60


def clozes(text: str, topic: str, title: str = "") -> Iterator[Cloze]:
    """Finds the facts of a section that can be asked for.

    Args:
        text: The section's text, without printed numbers before its lines.
        topic: Its own heading without the number, such as `出貨異常通報`; may be empty.
        title: The document's title, named where there is no heading to name.

    Yields:
        One cloze a value, range or responsible role whose question stands on its own.
    """
    for match in _SENTENCE.finditer(text):
        printed = match.group().strip()
        # 前項所定資遣費 and 勞工名卡 are known by their names; what stands in the item before is not needed.
        before = _NAMED_BEFORE.match(printed)
        sentence = printed[before.end("item") :] if before else printed
        for target in targets(sentence):
            if _said_twice(text, sentence, target) or _is_span(sentence, target) or _is_named(sentence, target):
                continue
            named = before["name"] if before and sentence.startswith(f"{before['name']}，") else ""
            cloze = _cloze(sentence, target, "" if topic in _FILLERS else topic, title, named)
            if cloze is not None:
                yield replace(cloze, quote=printed)


def plain_heading(heading: str) -> str:
    """Returns a heading without its printed number.

    >>> plain_heading("4.3 出貨異常通報"), plain_heading("第三條　預告期間"), plain_heading("（二）休假")
    ('出貨異常通報', '預告期間', '休假')
    """
    return _NUMBER.sub("", heading).strip() or heading.strip()


def plain_line(line: str) -> str:
    """Returns a line without the number or step label it is printed with.

    >>> plain_line("步驟2 倉儲主管放行。"), plain_line("（一）出差單程 60 公里以上"), plain_line("3 個月內的檢查表")
    ('倉儲主管放行。', '出差單程 60 公里以上', '3 個月內的檢查表')
    """
    return _LINE_LABEL.sub("", line.strip())


_NUMERALS = r"[零一二三四五六七八九十百\d]+"
_NUMBER = re.compile(
    rf"^\s*(?:第\s?{_NUMERALS}\s?[編章節條款項][\s　、：]*|§?[\d.]+[、.]?\s+|[（(]?{_NUMERALS}[）)、][\s　]*)"
)
_LINE_LABEL = re.compile(
    rf"^(?:(?:步驟|第)\s?{_NUMERALS}\s?(?:步|款|項)?[\s　、：.]+|[（(]{_NUMERALS}[）)]\s*|[一二三四五六七八九十]+、"
    r"|\d{1,2}[.、]\s+|(?:Step|Item)\s\d+[.:]?\s|[•●-]\s+)",
    re.IGNORECASE,
)


def _cloze(sentence: str, target: Target, topic: str, title: str, named: str) -> Cloze | None:
    word = wh(target, sentence)
    made = compose(sentence, target, word, topic) if word else None
    if made is not None and named and named not in made.stated:
        # 前項所定資遣費，雇主應於…發給: what is paid is said first.
        made = replace(made, asked=f"{named}，{made.asked}", stated=f"{named}，{made.stated}")
    if word is None or made is None or not _stands_alone(made, word):
        return None
    if target.ask == "code" and not re.search(r"(?:代碼|編號|型號|代號)\S{0,3}(?:為|是)", made.stated):
        return None
    if target.ask == "contact" and not re.search(
        r"(?:信箱|專線|電話|分機|郵件|熱線|傳真)$", made.asked.removesuffix(word)
    ):
        return None
    if not topic and (_NOBODY.match(made.stated) or _NO_SUBJECT.search(made.stated)):
        return None
    about = "" if made.names_topic else _about(made.asked, topic or title)
    if about and not topic and _LAW.search(title):
        about = f"依{title}，"
    if target.ask == "role" and about and set(topic) & set(sentence[target.start : target.end]):
        # The heading would give the answer away.
        about = ""
    forms = dict.fromkeys((f"{about}{made.asked}？", *(f"{form}？" for form in spoken(about, made.asked, target.ask))))
    values = tuple(part.text for part in target.parts) or (sentence[target.start : target.end],)
    return Cloze(ask=target.ask, asked=tuple(forms), stated=made.stated, values=values, quote=sentence)


def _is_span(sentence: str, target: Target) -> bool:
    """每三個月不得超過 138 小時: the span is the condition, and the value after it is what people ask for."""
    clause = re.split("[，：]", sentence[target.end :])[0]
    spanned = re.search(r"(?:每|在|於)\s?$", sentence[: target.start])
    spanned = spanned or re.match(r"\s?(?:內合計|中(?=至少|應有))", clause)
    later = any(other.ask != "role" and other.start >= target.end for other in targets(sentence))
    point = re.match(r"\s?(?:前|後|起)", clause)
    return target.ask == "duration" and spanned is not None and later and point is None


def _is_named(sentence: str, target: Target) -> bool:
    unit = sentence[target.end - 1]
    return target.ask == "count" and bool(_NAMED_UNITS.match(unit) and _NAMED.search(sentence[: target.start]))


def _said_twice(text: str, sentence: str, target: Target) -> bool:
    """每日不得超過八小時 … 每日不得超過十小時: the same words with two values are asked for by no question."""
    *others, words = re.split("[，：]", sentence[: target.start])
    if others and re.search("^(?!但).*[者時]$", others[-1]):
        # 父母喪亡者，給予喪假八日: the case tells it from the others.
        words = f"{others[-1]}，{words}"
    return target.ask != "role" and len(words) >= 4 and text.count(words) > 1


def _stands_alone(made: Composed, word: str) -> bool:
    rest = made.asked.replace(word, "")
    return (
        len(made.asked) <= _LONGEST_QUESTION
        and len(made.stated) <= _LONGEST_ANSWER
        and len(HAN.findall(rest)) >= 4
        and not _BACK.search(made.stated)
        and not _UNFINISHED.search(made.stated)
        and not _ONLY_WHEN.match(made.stated)
        and not _LEANS.search(made.stated)
        and not re.search(rf"(?:未滿|[^，]{{8,}}達){re.escape(word)}[^，]*$", made.asked)
        and all(made.asked.count(a) == made.asked.count(b) for a, b in ("（）", "「」", "()"))
    )


def _about(asked: str, topic: str) -> str:
    pairs = {topic[place : place + 2] for place in range(len(topic) - 1)}
    named = sum(pair in asked for pair in pairs) > len(pairs) / 3
    if not topic or len(topic) > 10 or not HAN.search(topic) or named:
        return ""
    return f"關於{topic}，"
