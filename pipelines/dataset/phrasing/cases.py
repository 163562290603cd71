"""Cases: sentences that say what is done if, when or in order that something is the case."""

import re

from pipelines.dataset.phrasing import english
from pipelines.dataset.phrasing.english_words import ROLE

# Return your equipment: a heading that says what to do is asked for by how.
_DO = (
    "add|apply|ask|attach|book|cancel|change|check|choose|claim|contact|create|delete|download|edit|enter|file|fill|find|"
    "get|give|install|justify|keep|log|make|order|pay|prepare|register|remove|renew|replace|report|request|return|review|"
    "schedule|send|set|sign|start|submit|take|update|upload|use|write"
)
_IMPERATIVE = re.compile(rf"(?:{_DO})\b(?!ing)", re.IGNORECASE)
_HOW = ("How do I {0}?", "What do I have to do to {0}?")
_PLEASE = (
    rf"(?:[Pp]lease\s)?(?:{_DO}|call|email|notify|complete|follow|provide|inform|stop|move|leave|talk|reach out|go)\b"
)
_EN_TO = re.compile(
    rf"^To\s(?P<if>[a-z][^,:]{{8,80}}),\s"
    rf"(?P<then>(?:[Yy]ou(?:['’]ll)?\s(?:must|need|should|can|will|have to)|{_PLEASE})[^:]{{8,}})$"
)
_EN_TAIL = re.compile(
    rf"^(?P<then>(?:[Yy]ou\s(?P<modal>must|should|can|may)\b|{_PLEASE})[^,:]{{8,110}}?),?"
    rf"\s(?:if|when)\s(?P<if>(?:you|your|the|a|an)\s[^,:;]{{8,90}})$",
    re.IGNORECASE,
)
_SAYS_NOTHING = re.compile(
    r"\bquestions?\b|\bhelp$|\bassistance$|\bneeded$|\bnecessary$|more information", re.IGNORECASE
)
_FEWEST_WORDS, _FEW_WORDS = 4, 7
_ZH_IF = re.compile(
    r"^但?(?P<if>(?!但)[^，。；：]{5,24})(?P<mark>者|時|後|前)，(?P<then>(?P<modal>不得|應|須|得|可|一律|由(?!於)|改(?![名稱國建]))[^。；]{5,})$"
)
_ZH_THEN = {
    "不得": ("有什麼限制", "什麼事不能做"),
    "得": ("可以怎麼做", "有什麼辦法"),
    "可": ("可以怎麼做", "有什麼辦法"),
}
_EN_IF = re.compile(
    r"^(?P<if>(?:If|When|Before|After|Once|In case of)\s[^,:]{8,90}),\s(?:please\s)?(?P<then>"
    rf"(?:(?P<subject>you|(?:[Tt]he|[Aa]n?)\s{ROLE})\s(?P<modal>must|should|can|may|will)\s(?P<told>not|be|receive|see|get)?|"
    r"(?:contact|call|send|report|email|ask|notify|submit|check|use|fill|complete|follow|request|provide|inform|keep|"
    r"return|stop|move|leave|wait|enter|sign|talk|reach out|let)\s)[^:]{8,})(?<!:)$"
)
_LEANS = re.compile(
    r"[其該此彼]|[前第][一二三四五六七八九十]*[項款]|[下左]列|各款|如下|下表|上述|不在此限|本法|：$|^對於|^[無未有].{0,6}[者時]，"
)
_BACK = re.compile(
    r"\b(?:it|its|they|them|their|this|that|these|those|he|she|such|following|above|below)\b", re.IGNORECASE
)


def case_in(sentence: str, language: str) -> re.Match[str] | None:
    """Finds the case that a sentence is about, and what is done in it.

    Args:
        sentence: One sentence, without its full stop.
        language: `zh` or `en`.

    Returns:
        A match with the groups `if` and `then`; None where there is none, or it leans on other sentences.
    """
    shapes = (_ZH_IF,) if language == "zh" else (_EN_IF, _EN_TO, _EN_TAIL)
    match = next(filter(None, (shape.match(sentence.strip()) for shape in shapes)), None)
    if match is None or (_LEANS.search(match.group()) if language == "zh" else _points(match)):
        return None
    return match


def asked_of(match: re.Match[str], topic: str, language: str) -> tuple[str, ...]:
    """Returns ways to ask what is done in a case.

    Args:
        match: The case.
        topic: The heading above it, named where the case has few words.
        language: `zh` or `en`.

    Returns:
        Ways to ask, the document's own words first.
    """
    if language == "zh":
        return _zh_case(match)
    forms = _en_case(match)
    if len(match["if"].split()) < _FEW_WORDS:
        # Once approvals are received: of what, the heading says.
        return tuple(english.under(topic, form) for form in forms)
    return forms


def how_to(heading: str) -> tuple[str, ...]:
    """Returns how to ask for what an English heading says to do; empty where it says nothing to do.

    >>> how_to("Return your equipment")
    ('How do I return my equipment?', 'What do I have to do to return my equipment?')
    """
    doing = mine(heading[:1].lower() + heading[1:])
    return tuple(form.format(doing) for form in _HOW) if _IMPERATIVE.match(heading) else ()


def _points(match: re.Match[str]) -> bool:
    """Says whether an English case is too short to be known by, or its consequence stands elsewhere."""
    if _SAYS_NOTHING.search(match["if"]) or re.match(r"\w+ or\b", match["then"]):
        return True
    elsewhere = re.search(r"\b(?:these|following|below|above|here|them|the (?:\w+ )?instructions)\b", match["then"])
    return elsewhere is not None or _BACK.search(match["if"]) is not None or len(match["if"].split()) < _FEWEST_WORDS


def _zh_case(match: re.Match[str]) -> tuple[str, ...]:
    case = match["if"] + ("" if match["mark"] == "者" else match["mark"])
    end = "的話" if match["mark"] == "者" else ""
    then = _ZH_THEN.get(match["modal"], ("要怎麼處理", "該怎麼辦"))
    return tuple(f"{case}{end}，{asked}？" for asked in then) + (f"如果{match['if']}，{then[0]}？",) * (end != "")


def _en_case(match: re.Match[str]) -> tuple[str, ...]:
    if match.re is _EN_TO:
        return tuple(form.format(mine(match["if"])) for form in _HOW)
    if match.re is _EN_TAIL:
        modal = (match["modal"] or "should").lower().replace("may", "can")
        return (f"What {modal} I do if {mine(match['if'])}?", f"If {match['if']}, what {modal} you do?")
    case = match["if"][0].lower() + match["if"][1:]
    if match["modal"] is not None and (match["told"] or match["modal"] == "will"):
        return (f"What happens {case}?",)
    if match["subject"] in (None, "you"):
        modal = match["modal"] or "should"
        return (f"What {modal} I do {mine(case)}?", f"{match['if']}, what {modal} you do?")
    return (f"What {match['modal']} {match['subject']} do {case}?",)


def mine(case: str) -> str:
    """Returns what a document says to you as you would say it of yourself."""
    told = re.sub(r"\byou're\b|\byou are\b", "I am", case)
    return re.sub(r"\byou\b", "I", re.sub(r"\byour\b", "my", told))
