"""Passages: invented handbooks, laws and leaflets with questions in people's own words, some in the other language.

What practice companies and encyclopedias lack: a question that shares few words with the section that answers it, and
an answer that is the section's own sentence. Asked in the other language, an answer keeps the value in the section's
words.
"""

import json
import random
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pipelines.language.citations import escape_key
from pipelines.language.refusal import refusal_for
from pipelines.language.script import language_of
from pipelines.records import Example, Source

FOLDER = Path(__file__).with_name("passages")
SHOWN = 3
LONG = 0.4
"""Share of the documents that are shown in longer sections, all at once; of the others each set shows a half."""
CHECKED = 20
"""One document in so many is kept from training, to see what the starter makes of documents it does not know."""
Section = Mapping[str, str]
Asked = Mapping[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """The sections of one source set, each with the keys of what it was put together from."""

    sections: Sequence[Section]
    parts: Mapping[str, str]
    """Key of a section as it was written → key of the section that shows its text."""


def passage_examples(seed: int) -> tuple[list[Example], list[Example]]:
    """Makes examples of every document in `passages/*.jsonl`.

    Args:
        seed: Of how sections are dealt out.

    Returns:
        Examples to learn from and examples to check by, of other documents; those of a source set together: all
        questions that a shown section answers, some that nothing answers, and one whose section is not shown.
    """
    lines = [line for path in sorted(FOLDER.glob("*.jsonl")) for line in path.read_text(encoding="utf-8").splitlines()]
    draw = random.Random(seed)
    learnt: list[Example] = []
    checked: list[Example] = []
    for place, line in enumerate(lines):
        (learnt if place % CHECKED else checked).extend(_examples(json.loads(line), draw))
    return learnt, checked


def _examples(document: Mapping[str, Any], draw: random.Random) -> Iterator[Example]:
    sections = list(document["sections"])
    draw.shuffle(sections)
    nobody = [asked for asked in document["questions"] if asked["key"] is None]
    draw.shuffle(nobody)
    sets = _dealt(sections, long=draw.random() < LONG)
    for place, shown in enumerate(sets):
        answered = [asked for asked in document["questions"] if asked["key"] in shown.parts]
        missing = [asked for asked in document["questions"] if asked["key"] and asked["key"] not in shown.parts]
        refused = [*nobody[place :: len(sets)], *draw.sample(missing, min(1, len(missing)))]
        questions = [*answered, *refused]
        draw.shuffle(questions)
        for asked in questions:
            yield _example(document, shown, asked, name=f"{document['id']}/{place}")


def _dealt(sections: Sequence[Section], *, long: bool) -> list[Shown]:
    """Deals sections out in sets of three, or puts two and two together in one set of longer ones."""
    if not long:
        halves = [sections[start : start + SHOWN] for start in range(0, len(sections), SHOWN)]
        return [Shown(sections=half, parts={one["key"]: one["key"] for one in half}) for half in halves]
    pairs = list(zip(sections[:SHOWN], sections[SHOWN:], strict=True))
    joined = [
        {**first, "text": "\n".join([first["text"], second["heading"], second["text"]])} for first, second in pairs
    ]
    return [Shown(sections=joined, parts={one["key"]: pair[0]["key"] for pair in pairs for one in pair})]


def _example(document: Mapping[str, Any], shown: Shown, asked: Asked, *, name: str) -> Example:
    question = asked["question"]
    language = language_of(question)
    golden = shown.parts.get(asked["key"])
    answerable = golden is not None
    key = f"{document['id']} {golden}"
    stop = "。" if language == "zh" else "."
    return Example(
        id=f"{name}?{document['questions'].index(asked):02}",
        language=language,
        audience="all",
        question=question,
        sources=tuple(
            Source(
                key=f"{document['id']} {section['key']}",
                section_id=f"{document['id']}#{section['key']}",
                heading=f"{document['title']} › {section['heading']}",
                text=section["text"],
                golden=section["key"] == golden,
            )
            for section in shown.sections
        ),
        answer=f"{asked['answer']} [{escape_key(key)}]{stop}" if answerable else refusal_for(question),
        citations=(key,) if answerable else (),
        quotes=tuple(asked["quotes"]) if answerable else (),
        origin="sentence",
        answerable=answerable,
        group=document["id"],
        source_set=name,
        lineage=tuple(f"{document['id']}#{section['key']}" for section in shown.sections),
    )
