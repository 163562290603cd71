"""Questions answered by one whole sentence of a section: what must, may or may not be done under its heading."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace

from pipelines.dataset.candidate import Candidate
from pipelines.dataset.phrasing.cases import asked_of, case_in, how_to
from pipelines.dataset.phrasing.decisive import decisive
from pipelines.dataset.phrasing.lines import heading_of, lines_of
from pipelines.language.script import HAN
from pipelines.records.section import Section

_ZH = re.compile(r"[^。；！？\n]+")
_EN = re.compile(r"(?:[^.;!?\n]|\.(?=\S))+")
_RULES = {
    "zh": (
        (
            "(?<![為是])(?:不得(?![高低短長少多大小晚早]於|超過|逾)|禁止|不可|嚴禁)",
            ("{0}有什麼禁止事項？", "{0}有哪些事不可以做？", "關於{0}，什麼是不允許的？"),
        ),
        ("應|須|必須|不得", ("{0}有什麼規定？", "{0}要注意什麼？", "關於{0}，應該怎麼做？")),
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
_ASKS = re.compile(r"^(?:how|what|when|where|who|why|can|do|does|is|are)\b.*\s\S", re.IGNORECASE)
_POINTS = re.compile(r":$|\b(?:following|above|below|these steps)\b")
_NO_NOUN = re.compile(r"(?:after|before|during|when|if|in|on|for|to|with)\b", re.IGNORECASE)
_WHOLE = ("What is the rule on {0}?", "What applies to {0}?", "What should I know about {0}?")
_MOST_SENTENCES = 2
_LENGTHS = {"zh": (10, 60), "en": (30, 200)}
_LONGEST_TOPIC = {"zh": 12, "en": 40}


def candidates(sections: Sequence[Section]) -> Iterator[Candidate]:
    """Yields the rule that a section states, where it states one rule of its kind and no more."""
    places = Counter((section.document, section.heading_path) for section in sections)
    cases = Counter(case["if"] for section in sections for case in _cases(section))
    for section in sections:
        # The same case with other consequences elsewhere has no one answer.
        for case in _cases(section):
            if cases[case["if"]] == 1:
                forms = asked_of(case, heading_of(section), section.language)
                yield from _made(section, case.group(), case["then"], forms)
        # One of several items under a heading is not all there is to say about it.
        alone = places[section.document, section.heading_path] == 1
        if alone and section.kind == "prose" and _names(heading_of(section), section.language):
            yield from _under_heading(section, heading_of(section))


def _names(topic: str, language: str) -> bool:
    """Says whether a heading is short and names something."""
    if not topic or len(topic) > _LONGEST_TOPIC[language]:
        return False
    return language == "en" or (HAN.search(topic) is not None and len(topic) >= 3 and not re.search("規定$", topic))


def _under_heading(section: Section, topic: str) -> Iterator[Candidate]:
    yield from _asked_by_heading(section, topic)
    if re.search(r"[？?!！:：]|^(?:how|what|when|where|who|why|can|do|does|is|are|my|i)\b", topic, re.IGNORECASE):
        return
    text = "\n".join(lines_of(section))
    sentences = [found.strip() for found in (_ZH if section.language == "zh" else _EN).findall(text)]
    for words, forms in _RULES[section.language]:
        stated = [sentence for sentence in sentences if re.search(rf"(?:{words})", sentence)]
        if len(stated) == 1 and len(sentences) <= 3:
            banned = [clause for clause in re.split("[，,]", stated[0]) if re.search(rf"(?:{words})", clause)]
            for made in _candidate(section, topic, stated[0], forms):
                # Asked what is forbidden, the answer is in the clause that forbids.
                yield replace(made, values=decisive(banned[0].strip(), section.language, made.questions))
            return
    if not _NO_NOUN.match(topic):
        yield from _whole(section, topic, [sentence for sentence in sentences if sentence])


def _cases(section: Section) -> Iterator[re.Match[str]]:
    """The sentences that say what is done in a case."""
    if section.kind in ("prose", "faq"):
        for sentence in (_ZH if section.language == "zh" else _EN).findall("\n".join(lines_of(section))):
            match = case_in(sentence, section.language)
            if match is not None:
                yield match


def _asked_by_heading(section: Section, topic: str) -> Iterator[Candidate]:
    """An English heading that is a question, where the section below it is short enough to be the answer."""
    if not _ASKS.search(topic) or section.language != "en":
        return
    text = section.text.strip().rstrip(".")
    sentences = [sentence for sentence in _EN.findall(text) if sentence.strip()]
    if len(sentences) <= _MOST_SENTENCES and "\n" not in text and not _POINTS.search(text):
        for made in _made(section, "; ".join(part.strip() for part in sentences), text, (f"{topic.rstrip('? ')}?",)):
            yield replace(made, quote=text)


def _whole(section: Section, topic: str, sentences: list[str]) -> Iterator[Candidate]:
    """All that an English section of one or two sentences says: so short a rule is asked for by its heading."""
    text = section.text.strip().rstrip(".")
    if any(case_in(sentence, "en") for sentence in sentences):
        # What is done in one case is asked for by the case.
        return
    if any(re.search(r"\bis called\b|\binstructions\b", sentence) for sentence in sentences):
        return
    if " " not in topic and topic.lower() not in text.lower():
        # Civilian: the heading alone says nothing.
        return
    if section.language == "en" and len(sentences) <= _MOST_SENTENCES and "\n" not in text:
        for made in _candidate(section, topic, "; ".join(sentences), _WHOLE):
            yield replace(made, quote=text)


def _candidate(section: Section, topic: str, sentence: str, forms: tuple[str, ...]) -> Iterator[Candidate]:
    if _BACK.search(sentence):
        return
    name = (
        topic if section.language == "zh" or re.search(r"^[A-Z]{2}|\s[A-Z]", topic) else topic[:1].lower() + topic[1:]
    )
    said = tuple(form.format(name)[:1].upper() + form.format(name)[1:] for form in forms)
    yield from _made(section, sentence, sentence, (how_to(topic) if section.language == "en" else ()) or said)


def _made(section: Section, sentence: str, telling: str, asked: tuple[str, ...]) -> Iterator[Candidate]:
    shortest, longest = _LENGTHS[section.language]
    if shortest <= len(sentence) <= longest:
        yield Candidate(
            section=section,
            origin="sentence",
            ask="text",
            questions=asked,
            statement=re.sub(r" {2,}", " ", sentence[:1].upper() + sentence[1:]),
            values=decisive(telling, section.language, asked),
            quote=sentence,
        )
