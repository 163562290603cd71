"""What the proof of a teacher's work lets through: of replies written well by hand, and of the same made false.

    python -m benchmarks.dataset.teacher data/interim/sections.jsonl

The replies were written as a capable teacher would write them, before the proof was tuned on them, so that the share
proven is a little flattering. Falsehoods are made of those that were proven. Nobody answers the questions back here.
"""

import argparse
import json
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.table import Table

from pipelines.dataset.candidate import Candidate
from pipelines.dataset.facts import proven
from pipelines.dataset.teacher.parse import Drafted
from pipelines.dataset.teacher.prove import proven_question, proven_translation, proven_wording
from pipelines.language.values import values
from pipelines.records import Section, read_records

BY_HAND = Path(__file__).with_name("teacher_by_hand.json")
_DENIALS = {
    "須": "不須", "可": "不可", "為": "不為", "以電話": "不以電話", "不得超過": "得超過", "takes": "never takes",
    "draws": "does not draw", "renews": "does not renew", "costs": "does not cost", "needs": "does not need",
    "hands": "does not hand", "measures": "does not measure", "runs": "does not run",
}  # fmt: skip
_TURNS = {
    "須": "得", "不得": "應", "以上": "以下", "內": "後", "before": "after", "within": "after", "at most": "at least",
}  # fmt: skip
_ADDED = {"zh": "並通報總經理", "en": " after approval of the general manager"}
Draft = tuple[Section, Drafted]


def falsehoods(true: Sequence[Draft]) -> Iterator[tuple[str, Draft]]:
    """Yields proven questions made false, each with the way in which."""
    for section, draft in true:
        for value in values(draft.answer):
            if value.kind != "code" and re.search(r"\d", value.text):
                other = re.sub(r"\d+", lambda match: str(int(match.group()) + 1), value.text, count=1)
                names = ("answer", "piece", "quote")
                swapped = {name: getattr(draft, name).replace(value.text, other) for name in names}
                yield "another number in the answer", (section, replace(draft, answer=swapped["answer"]))
                yield "another number in answer and quote", (section, replace(draft, **swapped))
        yield from _reworded("a denial added or left out", section, draft, _DENIALS)
        yield from _reworded("duty, order or bound turned", section, draft, _TURNS)
        added = draft.answer.rstrip("。.") + _ADDED[section.language]
        yield "a role added", (section, replace(draft, answer=added))
        for other_section, other_draft in true:
            answered = replace(other_draft, question=draft.question)
            if other_section.id != section.id:
                yield "answer and quote of another section", (section, answered)
            elif other_draft.piece != draft.piece:
                yield "answer to another question of the section", (section, answered)


def _reworded(kind: str, section: Section, draft: Drafted, words: dict[str, str]) -> Iterator[tuple[str, Draft]]:
    for word, other in words.items():
        if word in draft.answer:
            yield kind, (section, replace(draft, answer=draft.answer.replace(word, other, 1)))


def main() -> None:
    """Prints both tables."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("sections", type=Path)
    sections = read_records(parser.parse_args().sections, Section)
    by_key = {section.key: section for section in sections if section.effective_until is None}
    written = json.loads(BY_HAND.read_text(encoding="utf-8"))
    facts, _ = proven(sections, frozenset(section.id for section in by_key.values()), workers=1)
    true, counts = _honest(written, by_key, facts)
    made, passed = Counter[str](), Counter[str]()
    for kind, (section, draft) in falsehoods(true):
        made[kind] += 1
        passed[kind] += not isinstance(proven_question(draft, section), str)
    _print("true, written by hand", "proven", [(kind, *counts[kind]) for kind in sorted(counts)])
    _print("made false", "let through", [(kind, passed[kind], made[kind]) for kind in sorted(made)])


def _honest(
    written: Sequence[dict[str, Any]], by_key: dict[str, Section], facts: Sequence[Candidate]
) -> tuple[list[Draft], dict[str, tuple[int, int]]]:
    by_question = {fact.questions[0]: fact for fact in facts if fact.also is None}
    results: dict[str, list[bool]] = {"questions": [], "wordings": [], "in the other language": []}
    true: list[Draft] = []
    for one in written:
        section = by_key[one["key"]]
        for item in one["questions"]:
            draft = Drafted(**item)
            good = not isinstance(proven_question(draft, section), str)
            results["questions"].append(good)
            true += [(section, draft)] * good
        for item in one["wordings"]:
            fact = by_question.get(item["of"])
            if fact is None:  # it is asked for in other words by now
                continue
            results["wordings"] += [proven_wording(question, fact) is None for question in item["questions"]]
            if "translated" in item:
                other = proven_translation(item["translated"]["question"], item["translated"]["answer"], fact)
                results["in the other language"].append(not isinstance(other, str))
    return true, {kind: (sum(good), len(good)) for kind, good in results.items()}


def _print(title: str, what: str, rows: Sequence[tuple[str, int, int]]) -> None:
    table = Table(title, what, "of")
    for kind, count, total in rows:
        table.add_row(kind, str(count), str(total))
    Console().print(table)


if __name__ == "__main__":
    main()
