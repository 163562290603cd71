"""Questions that customers ask: a FAQ's own question, and a light rewording of it."""

import re
from collections.abc import Iterator, Sequence

from pipelines.dataset.candidate import Candidate
from pipelines.dataset.phrasing.targets import targets
from pipelines.language.values import Value, values
from pipelines.records.section import Section

_CONDITION = re.compile(r"(?:每|未滿|超過|逾|滿|every|above|below|after|over)\s*$")
_ASKS_WHO = re.compile("誰|哪個(?:部門|單位|主管|窗口)")
_UNCHECKED = ("ordinal", "number", "code")
_LONGEST = {"zh": 64, "en": 200}
_KINDS = {
    "money": r"多少錢|費用|金額|租金|月租|怎麼算|運費|how much|cost|price|fee",
    "duration": r"多久|幾天|幾日|幾個月|幾年|多少天|時限|how long|how quickly|how soon|how often|when is|period|valid",
    "time": r"幾點|what time|cut-off|when does",
    "count": r"幾折|多重|最重|幾次|多少|上限|how many|how heavy|minimum|maximum|limit",
}


def candidates(sections: Sequence[Section]) -> Iterator[Candidate]:
    """Yields one candidate a FAQ pair whose answer has a checkable value."""
    for section in sections:
        cells = dict(section.cells)
        if section.kind != "faq" or not {"question", "answer"} <= cells.keys():
            continue
        made = _candidate(section, cells["question"].strip(), cells["answer"].strip())
        if made is not None:
            yield made


def kinds_asked(question: str) -> list[str]:
    """Returns the kinds of values that a question asks for, likeliest first; empty for one that asks otherwise."""
    return [kind for kind, pattern in _KINDS.items() if re.search(pattern, question.lower())]


def best_sentence(question: str, answer: str) -> tuple[str, tuple[Value, ...]]:
    """Returns the sentence of an answer that fits its question best, and the values in it.

    Args:
        question: What is asked.
        answer: One or more sentences.

    Returns:
        The sentence without its full stop, and its values of the kind asked for, or all of them.
    """
    sentences = [text.strip() for text in re.split(r"[。；]|;\s|\.(?=\s|$)", answer) if text.strip()]
    told = {value.canonical for value in values(question)}
    for kind in kinds_asked(question):
        for text in sentences:
            found = tuple(value for value in values(text) if value.kind == kind and value.canonical not in told)
            if found:
                return text, found
    # What the question does not ask by kind (can I, how do I, which) the first sentence answers.
    text = sentences[0] if sentences else ""
    return text, tuple(value for value in values(text) if value.kind not in _UNCHECKED and value.canonical not in told)


def _wanted(sentence: str, found: tuple[Value, ...]) -> tuple[str, ...]:
    """The values that a right answer must hold: those that are no condition, the two ends of a range with the unit."""
    kept = [value for value in found if not _CONDITION.search(sentence[: value.start])] or list(found)
    texts = []
    ranged = kept[0].text.replace(",", "").isdigit() if kept else False
    asked = kept[: 1 if kept and kept[0].kind == "duration" and not ranged else 2]
    for value, after in zip(asked, [*kept[1:], None], strict=False):
        bare = value.text.replace(",", "").isdigit() and " " in value.canonical
        texts.append(f"{value.text} {after.text.split(' ', 1)[-1]}" if bare and after is not None else value.text)
    return tuple(dict.fromkeys(texts))


def _who(question: str, sentence: str) -> tuple[str, ...]:
    """The role that a sentence names, where the question asks who: no amount answers that."""
    if not _ASKS_WHO.search(question):
        return ()
    roles = [sentence[target.start : target.end] for target in targets(sentence) if target.ask == "role"]
    return tuple(roles[:1])


def _opening(sentence: str, language: str) -> tuple[str, ...]:
    opening = re.split("[，,]", sentence)[0]
    short = len(opening) <= (16 if language == "zh" else 40) and opening.lower() not in ("yes", "no", "可以", "有")
    return (opening,) if short else ()


def _candidate(section: Section, question: str, answer: str) -> Candidate | None:
    sentence, found = best_sentence(question, answer)
    if not sentence or len(sentence) > _LONGEST[section.language]:
        return None
    wanted = _who(question, sentence) or _wanted(sentence, found) or _opening(sentence, section.language)
    again = (f"請問{question}",) if section.language == "zh" and not question.startswith("請問") else ()
    return Candidate(
        section=section,
        origin="faq",
        ask="role" if _who(question, sentence) else found[0].kind if found else "text",
        questions=(question, *again),
        statement=sentence[:1].upper() + sentence[1:],
        values=wanted,
        quote=sentence,
    )
