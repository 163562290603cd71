"""English questions from English sentences: who, how long, how many, how much, at what time.

English moves the question word to the front and needs an auxiliary. Only sentences of a few plain shapes are used: a
role that does something, and a subject with an auxiliary, a plain plural verb or a plain singular verb.
"""

import re
from collections.abc import Iterator
from dataclasses import replace

from pipelines.dataset.phrasing.cloze import Ask, Cloze
from pipelines.dataset.phrasing.english_words import (
    AUXILIARY,
    PIECE,
    PLURAL_VERB,
    PREPOSITIONS,
    ROLE,
    SINGULAR_VERB,
    base_form,
    question_word,
)
from pipelines.language.values import Value, values

# 5 C.F.R. part 2635 is one sentence.
_SENTENCE = re.compile(r"(?:[^.;!?\n]|\.(?=\S|\s[a-z0-9]))+")
_NO_VERB = r"(?:for|in|of|at|on|with|to|from|by|who|whose|which|that|and|or|under|during|is (?:not|a)|are not)\s|is \""
_WHO = re.compile(
    rf"^(?P<role>(?:The|A|An|Only the|Every) {ROLE})\s(?P<rest>(?!(?:{_NO_VERB}))(?:may |must |can )?[a-z].*)$"
)
_BY = re.compile(
    rf"^(?P<subject>[^,]{{4,60}}?)\s(?P<aux>is|are|may be|must be)\s(?P<verb>[^,]{{3,60}}?)"
    rf"\sby (?P<role>(?:the )?{ROLE})\b(?P<rest>.*)$"
)
_WITH_AUX = re.compile(rf"^(?P<subject>[^,]{{2,60}}?)\s(?P<aux>{AUXILIARY})\s(?P<rest>.+)$")
_WITH_PLURAL = re.compile(rf"^(?P<subject>[^,]{{2,50}}?s|Staff|Data)\s(?P<verb>{PLURAL_VERB})\s(?P<rest>.+)$")
_WITH_SINGULAR = re.compile(rf"^(?P<subject>[^,]{{2,60}}?)\s(?P<verb>{SINGULAR_VERB})\s(?P<rest>.+)$")
_BACK = re.compile(
    r"\b(?:it|its|they|them|this|that|these|those|he|she|such|one|ones|another|else|elsewhere)\b", re.IGNORECASE
)
_CUT = re.compile(r"/|,\s\w+ed\b|\s(?:by \d|or\b|ahead|to \d)|['’]")
_TWO_CLAUSES = re.compile(
    r"\b(?:if|and|when|who|whose|which|where|that|for example|note)\b|:|^(?:for|in|from|on|at|with|under)\b",
    re.IGNORECASE,
)
_NOUN_OF = re.compile(
    r"^\sof(?:\s[A-Za-z'’-]+){1,4}?(?=\s(?:for|to|when|during|in|at|on|per|each|if|a|from)\b|[,;(]|$)"
)
_ENUMERATED = re.compile(r"^,\s(?!and\b|or\b|but\b|which\b|who\b|where\b)[^,\d]{2,30}?(?:,|\sor\b|\sand\b)")
_LONGEST_QUESTION = 24
_LONGEST_ANSWER = 36


def clozes(text: str, topic: str, title: str = "") -> Iterator[Cloze]:
    """Finds the facts of an English section that can be asked for.

    Args:
        text: The section's text, without printed numbers before its lines.
        topic: Its own heading without the number, such as `Unloading steps`.
        title: The document's title, named where there is no heading to name.

    Yields:
        One cloze a value or responsible role whose question stands on its own.
    """
    for match in _SENTENCE.finditer(text):
        sentence = match.group().strip()
        for piece in _pieces(sentence):
            for cloze in (*_roles(piece, sentence), *_measures(piece, sentence)):
                if _reads_well(cloze.asked[0]):
                    yield replace(cloze, asked=tuple(under(topic or title, form) for form in cloze.asked))


def _pieces(sentence: str) -> list[str]:
    first, *others = PIECE.split(sentence)
    return [first.strip(), *(other[:1].upper() + other[1:] for other in map(str.strip, others) if other)]


def under(topic: str, question: str) -> str:
    """Names a heading in a question that has none of its words.

    Args:
        topic: The heading; a long one is not named.
        question: The question.

    Returns:
        The question, perhaps with `Under "…",` before it.
    """
    words = {word.lower().rstrip("s") for word in re.findall(r"[A-Za-z0-9-]{3,}", topic)}
    asked = {word.lower().rstrip("s") for word in re.findall(r"[A-Za-z0-9-]{3,}", question)}
    if not words or words & asked or len(words) > 4 or not topic.isascii():
        return question
    return f'Under "{topic}", {question[:1].lower()}{question[1:]}'


def _reads_well(question: str) -> bool:
    words = question.split()
    doubled = re.search(
        r"\bor \d|\b(?:do|does|is|are)\b.*\b(?:and|or)\b.*\d|\b(?:is|are|do|does)\b .* and [a-z]+ed\b", question
    )
    return not _BACK.search(question) and 4 <= len(words) <= _LONGEST_QUESTION and doubled is None


def _roles(piece: str, sentence: str) -> Iterator[Cloze]:
    match = _WHO.match(piece)
    if match:
        rest = _short(match["rest"])
        yield _cloze(sentence, "role", f"Who {rest}?", f"{match['role']} {rest}", (_bare(match["role"]),))
    match = _BY.match(piece)
    if match:
        aux, *be = match["aux"].split()
        verb = " ".join((*be, match["verb"]))
        if re.search(rf"\b(?:{SINGULAR_VERB}|{PLURAL_VERB})\b", match["subject"]) or " and " in match["verb"]:
            return
        asked = f"Who {aux} {_lower(match['subject'])} {verb} by?"
        stated = f"{match['subject']} {match['aux']} {match['verb']} by {match['role']}"
        yield _cloze(sentence, "role", asked, stated, (_bare(match["role"]),))


def _measures(piece: str, sentence: str) -> Iterator[Cloze]:
    frame = _frame(piece)
    if frame is None:
        return
    subject, auxiliary, rest = frame
    for value in values(rest):
        made = _asked(subject, auxiliary, rest, value)
        if made is not None and len(piece.split()) <= _LONGEST_ANSWER:
            cloze = _cloze(sentence, made[1], made[0], _short(piece, keep=value.text), (made[2],))
            yield replace(
                cloze, asked=tuple(dict.fromkeys((*cloze.asked, *_indirect(cloze.asked[0], subject, auxiliary))))
            )


def _frame(piece: str) -> tuple[str, str, str] | None:
    """Subject, auxiliary and rest, with the auxiliary that a plain verb needs in a question."""
    match = _WITH_AUX.match(piece)
    if match and not _TWO_CLAUSES.search(match["subject"]):
        return match["subject"], match["aux"], match["rest"]
    match = _WITH_PLURAL.match(piece)
    if match and not _TWO_CLAUSES.search(match["subject"]):
        return match["subject"], "do", f"{match['verb']} {match['rest']}"
    match = _WITH_SINGULAR.match(piece)
    if match and not _TWO_CLAUSES.search(match["subject"]):
        return match["subject"], "does", f"{base_form(match['verb'])} {match['rest']}"
    return None


def _asked(subject: str, auxiliary: str, rest: str, value: Value) -> tuple[str, Ask, str] | None:
    before, after = rest[: value.start], rest[value.end :]
    preposition = PREPOSITIONS.search(before)
    lead = preposition.group().strip() if preposition else ""
    words = question_word(value, lead, after)
    others = [other for other in values(rest) if other.end <= value.start and other.kind == value.kind]
    if (
        words is None
        or others
        or _CUT.match(after)
        or re.search(r"\b(?:of|than|no|with|and|over|under|exceed(?:s|ing)?|x)\s*$|\b(?:and|if|when|who)\b", before)
    ):
        return None
    asked, kind, left, text = words
    counted = _NOUN_OF.match(left)
    if counted:
        # 4 hours of leave are asked for together: how many hours of leave.
        unit = re.sub(r"^[\d.,]+\s?", "", value.text)
        asked = f"{lead.capitalize()} how many {unit}".strip() if kind == "duration" else asked
        asked, left = f"{asked[:1].upper()}{asked[1:]}{counted.group()}", left[counted.end() :]
    if before.count("(") > before.count(")"):
        return None
    middle = before[: preposition.start()] if preposition else before
    tail = _short(left)
    middle = re.sub(r"\balso\b", "", middle)
    question = " ".join(f"{asked} {auxiliary} {_lower(subject)} {middle.strip()} {tail}".split())
    return f"{question.rstrip(' ,')}?", kind, text


def _short(text: str, keep: str = "") -> str:
    """Cuts a second statement off; never before what must be kept."""
    for match in re.finditer(
        r",\s|\sand\s(?=(?:the|a|is|are|may|must|at|within|for|up|kept|deleted|reports?|enters?|moves?)\b)|;\s", text
    ):
        if keep not in text[: match.start()] or _ENUMERATED.match(text[match.start() :]):
            continue
        return text[: match.start()]
    return text.strip()


def _indirect(asked: str, subject: str, auxiliary: str) -> Iterator[str]:
    """How long are logs kept? becomes: Can you tell me how long logs are kept? With `do` the verb would change."""
    front, inverted, rest = asked.rstrip("?").partition(f" {auxiliary} {_lower(subject)}")
    if inverted and auxiliary not in ("do", "does"):
        told = f"{front[:1].lower()}{front[1:]} {_lower(subject)} {auxiliary}{rest}"
        yield f"Can you tell me {told}?"


def _cloze(sentence: str, ask: Ask, asked: str, stated: str, wanted: tuple[str, ...]) -> Cloze:
    stated = stated.strip(" ,")
    forms = dict.fromkeys((asked, *_other_forms(asked)))
    return Cloze(ask=ask, asked=tuple(forms), stated=stated[:1].upper() + stated[1:], values=wanted, quote=sentence)


def _other_forms(asked: str) -> Iterator[str]:
    if asked.startswith("For how long "):
        yield asked.replace("For how long", "How long", 1)
    within = re.match(r"Within how many [a-z -]+?(?= (?:is|are|must|may|do|does)\b)", asked)
    if within:
        yield asked.replace(within.group(), "How quickly", 1)
    if asked.startswith("Who are ") and asked.endswith(" by?"):
        yield f"By whom {asked[4:-4]}?"


def _bare(role: str) -> str:
    return re.sub(r"^(?:Only the|The|the|A|a|An)\s", "", role)


def _lower(subject: str) -> str:
    first = subject.split(" ", 1)[0]
    keep = (
        (first.isupper() and len(first) > 1)
        or any(character.isdigit() for character in first)
        or first in ("Taoyuan", "Taichung", "Kaohsiung", "Mandarin")
    )
    return subject if keep else subject[:1].lower() + subject[1:]
