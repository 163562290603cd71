"""Passages: invented handbooks, laws and leaflets with questions in people's own words, some in the other language.

What practice companies and encyclopedias lack: a question that shares few words with the section that answers it.
"""

import json
import random
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from pipelines.language.citations import escape_key
from pipelines.language.refusal import refusal_for
from pipelines.language.script import language_of
from pipelines.records import Example, Source

FOLDER = Path(__file__).with_name("passages")
SHOWN = 3
ROUNDS = 2
"""Times that the sections of a document are dealt out, each time to other neighbours."""
Document = Mapping[str, Any]
Asked = Mapping[str, Any]


def passage_examples(seed: int) -> list[Example]:
    """Makes examples of every document in `passages/*.jsonl`.

    Args:
        seed: Of how sections are dealt out.

    Returns:
        Examples, those of a source set together: all questions that a shown section answers, those that nothing
        answers, and one whose section is not shown.
    """
    lines = [line for path in sorted(FOLDER.glob("*.jsonl")) for line in path.read_text(encoding="utf-8").splitlines()]
    draw = random.Random(seed)
    return [example for line in lines for turn in range(ROUNDS) for example in _examples(json.loads(line), turn, draw)]


def _examples(document: Document, turn: int, draw: random.Random) -> Iterator[Example]:
    sections = list(document["sections"])
    draw.shuffle(sections)
    nobody = [asked for asked in document["questions"] if asked["key"] is None]
    draw.shuffle(nobody)
    sets = [sections[start : start + SHOWN] for start in range(0, len(sections), SHOWN)]
    for place, shown in enumerate(sets):
        keys = {section["key"] for section in shown}
        answered = [asked for asked in document["questions"] if asked["key"] in keys]
        missing = [asked for asked in document["questions"] if asked["key"] is not None and asked["key"] not in keys]
        refused = nobody[place :: len(sets)] + (draw.sample(missing, 1) if place == 0 else [])
        questions = [*answered, *refused]
        draw.shuffle(questions)
        for asked in questions:
            yield _example(
                document, shown, asked, name=f"{document['id']}/{turn}.{place}", answerable=asked in answered
            )


def _example(
    document: Document, shown: Sequence[Mapping[str, str]], asked: Asked, *, name: str, answerable: bool
) -> Example:
    question = asked["question"]
    language = language_of(question)
    key = f"{document['id']} {asked['key']}"
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
                golden=answerable and section["key"] == asked["key"],
            )
            for section in shown
        ),
        answer=f"{asked['answer']} [{escape_key(key)}]{stop}" if answerable else refusal_for(question),
        citations=(key,) if answerable else (),
        quotes=(asked["quote"],) if answerable else (),
        origin="sentence",
        answerable=answerable,
        group=document["id"],
        source_set=name,
        lineage=tuple(f"{document['id']}#{section['key']}" for section in shown),
    )
