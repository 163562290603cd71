"""The document sets of the benchmark, each as the overrides that make a stage work on it.

The corpora are no part of this repository: `PATH/drcd/DRCD_dev.json`, `PATH/handbook_18f` and `PATH/tw_law/{zh,en}`.
"""

import csv
import json
import shutil
import zlib
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from benchmarks.retrieval.corpora import MAPPING, SHEETS

QUESTIONS = 300
"""Questions asked over DRCD."""
UNANSWERABLE = 3
"""One question in so many has its paragraph taken out of the documents."""
DRCD_MAPPING = """documents:
  - file: "*.json"
    mapping: {id: id, title: title, items: paragraphs, label: label, text: text}
"""


def prepare(name: str, corpora: Path, folder: Path) -> list[str]:
    """Lays out a document set in a folder.

    Args:
        name: One of `SETS`.
        corpora: Where the public corpora are.
        folder: Where documents and question sheets are written.

    Returns:
        The overrides with which the stages read them.
    """
    return SETS[name](corpora, folder)


def _sample(_: Path, __: Path) -> list[str]:
    return ["corpus=sample", "dataset=sample"]


def _handbook(corpora: Path, folder: Path) -> list[str]:
    shutil.copytree(corpora / "handbook_18f", folder / "documents")
    return _asked(folder, _sheet("handbook_18f", folder))


def _laws(corpora: Path, folder: Path) -> list[str]:
    shutil.copytree(corpora / "tw_law", folder / "documents")
    (folder / "documents" / "corpus.yaml").write_text(MAPPING, encoding="utf-8")
    return _asked(folder, _sheet("tw_law", folder))


def _drcd(corpora: Path, folder: Path) -> list[str]:
    articles = json.loads((corpora / "drcd" / "DRCD_dev.json").read_text(encoding="utf-8"))["data"]
    answered, missing = _drawn([paragraph for article in articles for paragraph in article["paragraphs"]])
    gone = {paragraph["context"] for paragraph, _ in missing}
    documents = folder / "documents"
    documents.mkdir(parents=True)
    (documents / "corpus.yaml").write_text(DRCD_MAPPING, encoding="utf-8")
    for place, article in enumerate(articles):
        kept = [one for one in article["paragraphs"] if one["context"] not in gone]
        if kept:
            _write_article(documents / f"{place:03}.json", f"DRCD-{place:03}", article["title"], kept)
    sheet = folder / "questions.json"
    paragraphs = [{"context": paragraph["context"], "qas": [asked]} for paragraph, asked in answered]
    paragraphs += [{"context": "", "qas": [{**asked, "is_impossible": True}]} for _, asked in missing]
    sheet.write_text(json.dumps({"data": [{"paragraphs": paragraphs}]}, ensure_ascii=False), encoding="utf-8")
    return _asked(folder, sheet)


def _write_article(path: Path, id_: str, title: str, paragraphs: Sequence[dict[str, Any]]) -> None:
    items = [{"label": f"第{place}段", "text": one["context"]} for place, one in enumerate(paragraphs, 1)]
    record = {"id": id_, "title": title, "paragraphs": items}
    path.write_text(json.dumps(record, ensure_ascii=False), encoding="utf-8")


_Drawn = list[tuple[dict[str, Any], dict[str, Any]]]


def _drawn(paragraphs: Sequence[dict[str, Any]]) -> tuple[_Drawn, _Drawn]:
    """Draws one question a paragraph; the paragraphs of every third one are to be taken out."""
    texts = [paragraph["context"] for paragraph in paragraphs]
    order = sorted(paragraphs, key=lambda one: zlib.crc32(one["context"].encode()))
    answered: _Drawn = []
    missing: _Drawn = []
    for paragraph in order:
        asked = paragraph["qas"][0]
        wanted = len(missing) * UNANSWERABLE <= len(answered) + len(missing)
        # An answer that another paragraph holds as well may be found there.
        if wanted and sum(asked["answers"][0]["text"] in text for text in texts) == 1:
            missing.append((paragraph, asked))
        else:
            answered.append((paragraph, asked))
        if len(answered) + len(missing) == QUESTIONS:
            break
    return answered, missing


def _sheet(name: str, folder: Path) -> Path:
    """Writes the test rows of a question sheet in the columns that the product reads."""
    target = folder / "questions.csv"
    with (SHEETS / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        rows = [row for row in csv.DictReader(file) if row["split"] == "test"]
    with target.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(("question", "answer", "key"))
        for row in rows:
            answered = row["answerable"] == "true"
            writer.writerow((row["question"], *((row["answer"], row["key"]) if answered else ("", ""))))
    return target


def _asked(folder: Path, sheet: Path) -> list[str]:
    # The sheet's questions alone are asked: what the builder would hold out besides is another measurement.
    asked = [f"dataset.question_sheets=[{sheet}]", "dataset.held_out=0"]
    return [f"corpus.path={folder / 'documents'}", "dataset=default", *asked]


SETS: dict[str, Callable[[Path, Path], list[str]]] = {
    "sample": _sample,
    "drcd": _drcd,
    "handbook_18f": _handbook,
    "tw_law": _laws,
}
