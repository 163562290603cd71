"""Public corpora as sections, and the questions that are put to them.

The corpora are no part of this repository: `PATH/handbook_18f`, `PATH/tw_law/{zh,en}` and `PATH/drcd/DRCD_dev.json`.
"""

import csv
import hashlib
import json
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from pipelines.language.script import language_of
from pipelines.records.files import read_records
from pipelines.records.section import Section

SENTENCE_END = re.compile(r"(?<=[。！？])|(?<=[.!?])\s|\n")
SHEETS = Path(__file__).parents[1] / "questions"
CORPORA = ("handbook_18f", "tw_law")
# The laws as the Ministry of Justice publishes them: an article an item, chapters between them.
MAPPING = """documents:
  - file: "zh/*.json"
    mapping: {id: 法規名稱, title: 法規名稱, items: 法規內容, label: 條號, text: 條文內容, heading: 編章節}
  - file: "en/*.json"
    mapping: {id: 英文法規名稱, title: 英文法規名稱, items: 法規內容, label: 條號, text: 條文內容, heading: 編章節}
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """A row of a question sheet."""

    question: str
    answer: str
    """Empty where the documents do not answer."""
    keys: tuple[str, ...]
    """Citation keys of the sections that answer, any of which will do; empty where none does."""
    kind: str
    """`same_words`, `paraphrase`, `other_language` or `codes`."""
    split: str
    """`test`, or `train` for choosing weights."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Task:
    """A corpus with its questions."""

    name: str
    sections: tuple[Section, ...]
    asked: tuple[Asked, ...]


def read_sheet(name: str) -> list[Asked]:
    """Returns the rows of `benchmarks/questions/NAME.csv`."""
    with (SHEETS / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return [
            Asked(
                question=row["question"],
                answer=row["answer"],
                keys=tuple(row["key"].split("|")) if row["answerable"] == "true" else (),
                kind=row["class"],
                split=row["split"],
            )
            for row in csv.DictReader(file)
        ]


def ingested(corpora: Path, name: str) -> tuple[Section, ...]:
    """Returns the sections of a corpus, as the stage `ingest` cuts them."""
    with tempfile.TemporaryDirectory() as scratch:
        folder, data = Path(scratch) / name, Path(scratch) / "data"
        shutil.copytree(corpora / name, folder)
        if name == "tw_law":
            (folder / "corpus.yaml").write_text(MAPPING, encoding="utf-8")
        stage = [sys.executable, "-m", "pipelines.ingest", f"corpus.path={folder}", f"data_dir={data}"]
        subprocess.run(stage, check=True, capture_output=True)
        return tuple(read_records(data / "interim" / "sections.jsonl", Section))


def tasks(corpora: Path) -> list[Task]:
    """Returns all corpora with their answerable test questions.

    Of the laws both translations answer a question, so the other language is asked for by itself: each question is
    put to the translation in which it is not written.
    """
    found = [drcd(corpora / "drcd" / "DRCD_dev.json")]
    for name in CORPORA:
        asked = tuple(row for row in read_sheet(name) if row.split == "test" and row.keys)
        found.append(Task(name=name, sections=ingested(corpora, name), asked=asked))
    laws = found[-1]
    return [*found, *(crossed(laws, asker, read) for asker, read in (("zh", "en"), ("en", "zh")))]


def crossed(task: Task, asker: str, read: str) -> Task:
    """Returns a task's questions in one language over its sections in another."""
    sections = tuple(section for section in task.sections if section.language == read)
    keys = {section.key for section in sections}
    rows = [
        replace(row, keys=tuple(key for key in row.keys if key in keys), kind="other_language")
        for row in task.asked
        if language_of(row.question) == asker
    ]
    return Task(
        name=f"{task.name}, {asker} asks {read}", sections=sections, asked=tuple(row for row in rows if row.keys)
    )


def drcd(path: Path) -> Task:
    """Returns the distinct paragraphs of DRCD as sections, and all of its questions."""
    articles = json.loads(path.read_text(encoding="utf-8"))["data"]
    paragraphs = [part for article in articles for part in article["paragraphs"]]
    names = {part["context"]: f"DRCD p{place}" for place, part in enumerate(paragraphs)}
    asked = [
        Asked(
            question=pair["question"],
            answer=pair["answers"][0]["text"],
            keys=(names[part["context"]],),
            kind="same_words",
            split="test",
        )
        for part in paragraphs
        for pair in part["qas"]
    ]
    sections = tuple(plain(name, text) for text, name in names.items())
    return Task(name="drcd", sections=sections, asked=tuple(asked))


def plain(key: str, text: str) -> Section:
    """Returns a section that is nothing but a text under a key."""
    return Section(
        id=key,
        document=key,
        title="",
        key=key,
        kind="prose",
        heading_path=(),
        text=text,
        language=language_of(text),
        source="",
        content_hash=hashlib.sha256(f"{key}\n{text}".encode()).hexdigest(),
    )


def sentences(found: Sequence[Section]) -> list[str]:
    """Returns the distinct sentences of sections, sorted; those too short to say anything are left out."""
    parts = (part.strip() for section in found for part in SENTENCE_END.split(section.text))
    return sorted({part for part in parts if len(part) > 10})
