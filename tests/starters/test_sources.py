"""What the starter practises on: passages that hold their answers, companies that are written twice alike."""

import json
import sys
from pathlib import Path
from typing import Any

import pytest

SOURCES = Path(__file__).parents[2] / "data/starter_sources"
sys.path.insert(0, str(SOURCES))

from companies import LANGUAGES, write_company  # type: ignore[import-not-found] # noqa: E402
from passages import passage_examples  # type: ignore[import-not-found] # noqa: E402
from reading import reading_examples  # type: ignore[import-not-found] # noqa: E402

DOCUMENTS = [
    json.loads(line)
    for path in sorted((SOURCES / "passages").glob("*.jsonl"))
    for line in path.read_text(encoding="utf-8").splitlines()
]


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda document: document["id"])
def test_every_answer_of_a_passage_stands_in_the_section_that_it_names(document: dict[str, Any]) -> None:
    texts = {section["key"]: section["text"] for section in document["sections"]}
    assert len(texts) == len(document["sections"])
    for asked in document["questions"]:
        held = texts.get(asked["key"], "")
        assert bool(asked["quotes"]) == bool(asked["answer"]) == bool(held), asked["question"]
        assert all(quote in held for quote in asked["quotes"]), asked["question"]


def test_documents_have_names_of_their_own() -> None:
    assert len({document["id"] for document in DOCUMENTS}) == len(DOCUMENTS) > 0


def test_a_passage_is_answered_where_its_section_is_shown_and_refused_elsewhere() -> None:
    learnt, checked = passage_examples(7)
    for example in [*learnt, *checked]:
        golden = [source for source in example.sources if source.golden]
        assert bool(golden) == example.answerable
        assert [source.key for source in golden] == list(example.citations)
        assert all(quote in golden[0].text for quote in example.quotes)
    assert 0.25 < sum(not example.answerable for example in learnt) / len(learnt) < 0.4
    assert len({example.id for example in learnt}) == len(learnt)


def test_passages_to_check_by_are_of_other_documents_than_those_to_learn_from() -> None:
    learnt, checked = passage_examples(7)
    assert checked
    assert not {example.group for example in learnt} & {example.group for example in checked}


def test_a_document_in_long_sections_asks_all_of_its_questions_over_one_set() -> None:
    learnt, _ = passage_examples(7)
    sections = {document["id"]: document["sections"] for document in DOCUMENTS}
    long = [one for one in learnt if sum(len(source.text) for source in one.sources) > _length(sections[one.group])]
    assert long
    asked = {document["id"]: len(document["questions"]) for document in DOCUMENTS}
    for group in {one.group for one in long}:
        assert len([one for one in learnt if one.group == group]) == asked[group]


def _length(sections: list[dict[str, str]]) -> int:
    return sum(len(section["text"]) for section in sections)


@pytest.mark.parametrize("place", range(len(LANGUAGES)))
def test_a_company_is_written_twice_alike(place: int, tmp_path: Path) -> None:
    for name in ("a", "b"):
        write_company(place, tmp_path / name)
    files = sorted(path.name for path in (tmp_path / "a").iterdir())
    assert len(files) == 8
    for name in files:
        assert (tmp_path / "a" / name).read_bytes() == (tmp_path / "b" / name).read_bytes()


def test_reading_answers_what_one_piece_holds_and_refuses_what_none_does(tmp_path: Path) -> None:
    def paragraph(place: int, city: str, year: int) -> dict[str, Any]:
        asked = [
            ("哪一年建城？", f"{year}年"),
            ("城牆是誰修築的？", f"{city}將軍"),
            ("人口最多的城區是哪裡？", f"{city}東區"),
        ]
        text = (
            f"{city}在{year}年建城。"
            + "城內有許多街道與市集。" * 8
            + f"城牆由{city}將軍修築。"
            + "居民以紡織為業。" * 12
        )
        text += f"人口最多的是{city}東區。"
        qas = [{"question": f"{city}{question}", "answers": [{"text": answer}]} for question, answer in asked]
        return {"id": f"{place}-1", "context": text, "qas": qas}

    cities = ["安陵", "白沙", "長寧", "大屯", "恩平", "豐原", "古坑", "海口", "吉安", "甘泉"]
    data = [{"title": city, "paragraphs": [paragraph(place, city, 1600 + place)]} for place, city in enumerate(cities)]
    path = tmp_path / "squad.json"
    path.write_text(json.dumps({"data": data}, ensure_ascii=False), encoding="utf-8")
    examples = reading_examples(path, 40, 7)
    assert examples == reading_examples(path, 40, 7)
    assert {example.answerable for example in examples} == {True, False}
    for example in examples:
        held = [source for source in example.sources if any(quote in source.text for quote in example.quotes)]
        assert len(held) == int(example.answerable)
        assert [source.golden for source in held] == [True] * len(held)
