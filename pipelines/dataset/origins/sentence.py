"""Questions answered by one whole sentence of a section: what must, may or may not be done under its heading."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace

from pipelines.dataset.candidate import Candidate
from pipelines.dataset.phrasing.decisive import decisive
from pipelines.dataset.phrasing.english_words import ROLE
from pipelines.dataset.phrasing.lines import heading_of, lines_of
from pipelines.language.script import HAN
from pipelines.records.section import Section

_ZH = re.compile(r"[^。；！？\n]+")
_EN = re.compile(r"(?:[^.;!?\n]|\.(?=\S))+")
_RULES = {
    "zh": (
        ("不得|禁止|不可|嚴禁", ("{0}有什麼禁止事項？", "{0}有哪些事不可以做？", "關於{0}，什麼是不允許的？")),
        ("應|須|必須", ("{0}有什麼規定？", "{0}要注意什麼？", "關於{0}，應該怎麼做？")),
    ),
    "en": (
        (
            r"must not|may not|is not allowed|are not allowed|is forbidden|are forbidden",
            ("What is not allowed under {0}?", "What is forbidden about {0}?", "{0}: what may not be done?"),
        ),
        (r"must|is required to|are required to", ("What is required for {0}?", "What does the rule on {0} require?")),
    ),
}
_BACK = re.compile(
    r"[其該此彼]|前[一二兩三]?[項款條]|[下左]列|各款|如下|下表|上述|不在此限|：$|"
    r"\b(?:it|its|they|them|their|this|that|these|those|he|she|such|following|above|below)\b|:$",
    re.IGNORECASE,
)
_NO_NOUN = re.compile(r"(?:after|before|during|when|if|in|on|for|to|with)\b", re.IGNORECASE)
_WHOLE = ("What is the rule on {0}?", "What applies to {0}?", "What do the documents say about {0}?")
_MOST_SENTENCES = 2
_FEWEST_WORDS = 4
_LENGTHS = {"zh": (10, 60), "en": (30, 200)}
_LONGEST_TOPIC = {"zh": 12, "en": 40}


_ZH_IF = re.compile(
    r"^(?P<if>[^，。；：]{4,24})(?P<mark>者|時|後|前)，(?P<then>(?P<modal>不得|應|須|得|可|一律|由|改)[^。；]{5,})$"
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


def candidates(sections: Sequence[Section]) -> Iterator[Candidate]:
    """Yields the rule that a section states, where it states one rule of its kind and no more."""
    places = Counter((section.document, section.heading_path) for section in sections)
    cases = Counter(case["if"] for section in sections for case in _cases(section))
    for section in sections:
        # The same case with other consequences elsewhere has no one answer.
        yield from (made for case in _cases(section) if cases[case["if"]] == 1 for made in _of_case(section, case))
        topic = heading_of(section)
        if section.kind != "prose" or not topic or len(topic) > _LONGEST_TOPIC[section.language]:
            continue
        if section.language == "zh" and (not HAN.search(topic) or len(topic) < 3 or re.search("規定$", topic)):
            continue
        if re.search(r"[？?!！:：]|^(?:how|what|when|where|who|why|can|do|does|is|are|my|i)\b", topic, re.IGNORECASE):
            continue
        text = "\n".join(lines_of(section))
        sentences = [found.strip() for found in (_ZH if section.language == "zh" else _EN).findall(text)]
        for words, forms in _RULES[section.language]:
            stated = [sentence for sentence in sentences if re.search(rf"(?:{words})", sentence)]
            if len(stated) == 1 and len(sentences) <= 3:
                yield from _candidate(section, topic, stated[0], forms)
                break
        else:
            # One of several items under a heading is not all there is to say about it.
            if places[section.document, section.heading_path] > 1 or _NO_NOUN.match(topic):
                continue
            yield from _whole(section, topic, [sentence for sentence in sentences if sentence])


def _cases(section: Section) -> Iterator[re.Match[str]]:
    """The sentences that say what is done in a case."""
    if section.kind not in ("prose", "faq"):
        return
    chinese = section.language == "zh"
    for sentence in (_ZH if chinese else _EN).findall("\n".join(lines_of(section))):
        match = (_ZH_IF if chinese else _EN_IF).match(sentence.strip())
        if match is not None and not (_BACK.search(match.group()) if chinese else _points(match)):
            yield match


def _points(match: re.Match[str]) -> bool:
    """Says whether an English case is too short to be known by, or its consequence stands elsewhere."""
    elsewhere = re.search(r"\b(?:these|following|below|above|here|them)\b", match["then"])
    return elsewhere is not None or _BACK.search(match["if"]) is not None or len(match["if"].split()) < _FEWEST_WORDS


def _of_case(section: Section, match: re.Match[str]) -> Iterator[Candidate]:
    forms = _zh_case(match) if section.language == "zh" else _en_case(match)
    yield from _made(section, match.group(), match["then"], forms)


def _zh_case(match: re.Match[str]) -> tuple[str, ...]:
    case = match["if"] + ("" if match["mark"] == "者" else match["mark"])
    end = "的話" if match["mark"] == "者" else ""
    then = _ZH_THEN.get(match["modal"], ("要怎麼處理", "該怎麼辦"))
    return tuple(f"{case}{end}，{asked}？" for asked in then) + (f"如果{match['if']}，{then[0]}？",) * (end != "")


def _en_case(match: re.Match[str]) -> tuple[str, ...]:
    case = match["if"][0].lower() + match["if"][1:]
    if match["modal"] is not None and (match["told"] or match["modal"] == "will"):
        return (f"What happens {case}?",)
    if match["subject"] in (None, "you"):
        modal = match["modal"] or "should"
        return (f"What {modal} I do {_mine(case)}?", f"{match['if']}, what {modal} you do?")
    return (f"What {match['modal']} {match['subject']} do {case}?",)


def _mine(case: str) -> str:
    told = re.sub(r"\byou're\b|\byou are\b", "I am", case)
    return re.sub(r"\byou\b", "I", re.sub(r"\byour\b", "my", told))


def _whole(section: Section, topic: str, sentences: list[str]) -> Iterator[Candidate]:
    """All that an English section of one or two sentences says: so short a rule is asked for by its heading."""
    text = section.text.strip().rstrip(".")
    if section.language == "en" and len(sentences) <= _MOST_SENTENCES and "\n" not in text:
        for made in _candidate(section, topic, "; ".join(sentences), _WHOLE):
            yield replace(made, quote=text)


def _candidate(section: Section, topic: str, sentence: str, forms: tuple[str, ...]) -> Iterator[Candidate]:
    if _BACK.search(sentence):
        return
    name = (
        topic if section.language == "zh" or re.search(r"^[A-Z]{2}|\s[A-Z]", topic) else topic[:1].lower() + topic[1:]
    )
    forms = tuple(form.format(name)[:1].upper() + form.format(name)[1:] for form in forms)
    yield from _made(section, sentence, sentence, forms)


def _made(section: Section, sentence: str, telling: str, asked: tuple[str, ...]) -> Iterator[Candidate]:
    shortest, longest = _LENGTHS[section.language]
    if shortest <= len(sentence) <= longest:
        yield Candidate(
            section=section,
            origin="sentence",
            ask="text",
            questions=asked,
            statement=sentence[:1].upper() + sentence[1:],
            values=decisive(telling, section.language, asked),
            quote=sentence,
        )
