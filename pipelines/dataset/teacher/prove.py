"""Proof of what a teacher wrote: quote, values, words and the kind of answer; what cannot be proven is not used.

`verify.fault` proves every candidate alike. A teacher writes freely, so more is asked of it: the answer's words are the
section's, it denies where its quote denies, and a wording asks with the numbers and codes of the question it rewords.
"""

import re
from collections import Counter
from dataclasses import replace

from pipelines.dataset.candidate import Candidate
from pipelines.dataset.leaks import normal
from pipelines.dataset.teacher.asked import answers_kind, is_measured
from pipelines.dataset.teacher.parse import Drafted
from pipelines.dataset.teacher.prompts import escaped
from pipelines.dataset.verify import fault, overlap
from pipelines.language.script import HAN, language_of
from pipelines.language.tokens import tokens
from pipelines.language.values import holds, values
from pipelines.records.section import Language, Section

_LONGEST_QUESTION = {"zh": 80, "en": 240}
_LONGEST_QUOTE = {"zh": 160, "en": 480}
# A question says what it is about where the section has this part of its tokens; a wording, where the section has this
# part of what it has of the question's own. People ask in words of their own, so that this only keeps rubbish out.
_ABOUT, _ABOUT_AS_MUCH = 0.15, 0.3
_DENIES = {
    "zh": re.compile("[不未無非勿禁免沒]"),
    "en": re.compile(r"\b(?:no|not|none|never|neither|nor|cannot|without|forbid\w*|prohibit\w*)\b|n['’]t\b", re.I),
}
_EXCEPTS = re.compile(r"除外|除.{1,12}外|除非|但書|\b(?:unless|except(?:ed|ing)?|other than|apart from)\b", re.I)
# Words that turn a rule into another one; an answer has none of them more often than its quote.
_DECIDES = re.compile(
    r"[前後]|以[內上下外]|至少|最[多少高低長短遲晚]|超過|未滿|滿|[得應須必需可]"
    r"|\b(?:before|after|within|until|since|least|most|more|less|over|under|above|below|must|should|shall|may|can|only)\b",
    re.I,
)
_PART = re.compile(r"[，,；;。](?!\d)|\.\s|\n")
_CLAUSE = re.compile(r"[，,；;。：:]\s?(?!\d)|\.\s")
# Signs and words that join words of the section into another sentence without saying anything of their own. Those of
# duty and of order in time are not among them: 應 is not 得, and before is not after.
_JOINS = frozenset("的了是在與和及或也就都將把被由於為向到從之其此該等則並且而若如請至")
_WORD = re.compile(r"[A-Za-z][A-Za-z'’-]*")
_SMALL = frozenset(
    re.findall(
        r"\w+",
        "a an the and or of to in on at by for from with as is are was were be been being it its this that these those "
        "they them their you your we our i my he she his her who which what when where how if then than so such do "
        "does did have has had into also there here",
    )
)
_ENDING = re.compile(r"(?:ations?|ments?|ingly|edly|ings?|ers?|ors?|ed|es|ly|al|s|d|e)\Z")


def proven_question(item: Drafted, section: Section) -> Candidate | str:
    """Makes a candidate of a question that a teacher wrote.

    Args:
        item: Question, answer, piece and quote.
        section: What it was shown.

    Returns:
        The candidate, or the reason why it cannot be used.
    """
    quote = located(item.quote, section.text)
    statement = stated(item.answer)
    if quote is None or len(quote) > _LONGEST_QUOTE[section.language]:
        return "quote too long" if quote else "quote not in the golden section"
    if not holds(quote, item.piece):
        return "answer not in its quote"
    made = Candidate(
        section=section,
        origin="teacher",
        ask=_kind_of(item.piece),
        questions=(item.question,),
        statement=statement,
        values=(item.piece,),
        quote=quote,
    )
    return (
        _badly_asked(item.question, section.language)
        or ("asks about nothing in the section" if overlap(item.question, section) < _ABOUT else None)
        or _unsupported(made)
        or _other_kind(made)
        or ("another part of the section is nearer to the question" if _elsewhere(made) else None)
        or fault(made)
        or made
    )


def proven_wording(question: str, fact: Candidate) -> str | None:
    """Returns why a wording may not stand for a fact's question, or None where it may."""
    known = fact.questions[0]
    if normal(question) in {normal(other) for other in fact.questions}:
        return "same wording again"
    if overlap(question, fact.section) < _ABOUT_AS_MUCH * overlap(known, fact.section):
        return "asks about nothing in the section"
    return _badly_asked(question, fact.language) or _as_asked(question, fact)


def proven_translation(question: str, answer: str, fact: Candidate) -> Candidate | str:
    """Makes a candidate of a fact's question and answer in the other language.

    Words cannot be compared across languages; values can, so only an answer that is a value is taken.

    Args:
        question: In the other language.
        answer: In the other language.
        fact: The fact.

    Returns:
        The candidate, or the reason why it cannot be used.
    """
    other: Language = "en" if fact.section.language == "zh" else "zh"
    if fact.also is not None or not all(_kind_of(value) != "text" for value in fact.values):
        return "no value that could be proven in another language"
    made = replace(fact, origin="teacher", questions=(question,), statement=stated(answer), asked_in=other, named="")
    return (
        _badly_asked(question, other)
        or _badly_said(made)
        or _as_asked(question, fact)
        or _denied(made)
        or fault(made)
        or made
    )


def located(quote: str, text: str) -> str | None:
    """Returns a quote as the text has it, whatever white space the teacher put in or left out; None if it is not there.

    >>> located("於24 小時內通報", "須於 24 小時內通報。")
    '於 24 小時內通報'
    """
    shown = escaped(text)
    places = [place for place, sign in enumerate(shown) if not sign.isspace()]
    bare = "".join(shown[place] for place in places)
    wanted = "".join(escaped(quote).split())
    start = bare.find(wanted) if wanted else -1
    return None if start < 0 else text[places[start] : places[start + len(wanted) - 1] + 1]


def stated(answer: str) -> str:
    """Returns an answer as a statement: without its full stop."""
    return answer.strip().rstrip("。.").strip()


def _badly_asked(question: str, language: Language) -> str | None:
    if not question.endswith(("？", "?")) or re.search(r"[\[\]]", question):
        return "not a question"
    if language_of(question) != language:
        return "not in the language asked for"
    return "question too long" if len(question) > _LONGEST_QUESTION[language] else None


def _badly_said(candidate: Candidate) -> str | None:
    # What stands in square brackets is a citation.
    if re.search(r"[\[\]]", candidate.statement):
        return "square brackets in the answer"
    return None if language_of(candidate.statement) == candidate.language else "not in the language asked for"


def _as_asked(question: str, fact: Candidate) -> str | None:
    """Says why a question is not what the fact's own question asks."""
    known = fact.questions[0]
    if {value.canonical for value in values(question)} != {value.canonical for value in values(known)}:
        return "other numbers, dates or codes than the question had"
    moved = replace(fact, questions=(question,))
    # A question that is answered in another way than its words ask for is reworded as it is.
    other = None if _other_kind(fact) else _other_kind(moved)
    return other or ("answer in the question" if fault(moved) else None)


def _other_kind(candidate: Candidate) -> str | None:
    fits = answers_kind(candidate.questions[0], candidate.values)
    return None if fits else "answer of another kind than asked for"


def _unsupported(candidate: Candidate) -> str | None:
    """Says what in an answer its quote and section do not say."""
    statement = candidate.statement
    told = f"{candidate.quote}\n{candidate.section.heading}\n{candidate.questions[0]}"
    bad = _badly_said(candidate)
    if bad is not None:
        return bad
    # A code names the thing that is spoken of, which a row says once.
    codes = candidate.section.text
    if not all(holds(codes if value.kind == "code" else told, value.text) for value in values(statement)):
        return "number in the answer that is not in its quote"
    known = f"{candidate.section.heading}\n{candidate.section.text}\n{candidate.questions[0]}"
    turned = Counter(_DECIDES.findall(statement.lower())) - Counter(_DECIDES.findall(candidate.quote.lower()))
    new = "words in the answer that are not in the section" if turned or _new_words(statement, known) else None
    return _denied(candidate) or new


def _elsewhere(candidate: Candidate) -> bool:
    """Says whether the question has more words of a clause with another amount than of every clause with the answer."""
    asked = set(tokens(candidate.questions[0])) - set(tokens(candidate.section.heading))
    clauses = [text for text in _PART.split(candidate.section.text) if is_measured(text)]
    holding = [text for text in clauses if any(holds(text, value) for value in candidate.values)]
    # An answer in words, or one that its own commas cut, is in no clause.
    shared = [len(asked & set(tokens(text))) for text in holding]
    return bool(shared) and any(len(asked & set(tokens(text))) > max(shared) for text in clauses)


def _denied(candidate: Candidate) -> str | None:
    """Says whether an answer leaves out a denial of the clause that it is taken from, or an exception, or adds one."""
    language, statement = candidate.section.language, candidate.statement
    clauses = [text for text in _CLAUSE.split(candidate.quote) if any(holds(text, value) for value in candidate.values)]
    quoted = _DENIES[language].search("\n".join(clauses) or candidate.quote) is not None
    anywhere = _DENIES[language].search(candidate.quote) is not None
    said = _DENIES[candidate.language].search(statement) is not None
    excepted = (_EXCEPTS.search(candidate.quote) is None) != (_EXCEPTS.search(statement) is None)
    same = said == quoted or (said and anywhere)
    return None if same and not excepted else "denies what its quote affirms, or the reverse"


def _new_words(statement: str, known: str) -> bool:
    stems = {_stem(word) for word in _WORD.findall(known)}
    if any(_stem(word) not in stems for word in _WORD.findall(statement) if word.casefold() not in _SMALL):
        return True
    pairs = (statement[place : place + 2] for place in range(len(statement) - 1))
    return any(
        all(HAN.match(sign) and sign not in _JOINS for sign in pair) and pair not in known for pair in pairs
    ) or any(HAN.match(sign) and sign not in _JOINS and sign not in known for sign in statement)


def _stem(word: str) -> str:
    word = word.casefold()
    short = _ENDING.sub("", word)
    return short if len(short) > 3 else word


def _kind_of(piece: str) -> str:
    """The kind of a piece that is one value and no more, else `text`."""
    found = values(piece)
    return found[0].kind if len(found) == 1 and found[0].text == piece.strip() else "text"
