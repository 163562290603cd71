"""The document sets of the benchmark: documents, a question sheet, and the overrides that make stages read them.

Three of them are no part of this repository: `PATH/drcd/DRCD_dev.json`, `PATH/handbook_18f` and `PATH/tw_law/{zh,en}`.
"""

import csv
import json
import shutil
import zlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from benchmarks.retrieval.corpora import MAPPING, SHEETS
from pipelines.runtime.errors import UserError

QUESTIONS = 300
"""Questions asked over DRCD."""
UNANSWERABLE = 3
"""One question in so many has its paragraph taken out of the documents."""
KEPT_FOR_TRAINING = 0.7
"""Share of DRCD's articles, in the order of their titles' checksums, that an adapter may have learned from before."""
DRCD_MAPPING = """documents:
  - file: "*.json"
    mapping: {id: id, title: title, items: paragraphs, label: label, text: text}
"""
# Public, and the same everywhere: nothing in these documents is about a person, and runs should be comparable.
SECRET = "data/raw/sample.key"


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentSet:
    """A set of documents as it lies in a folder."""

    name: str
    documents: Path
    sheet: Path | None
    """The questions asked; None: those that the product holds out itself."""
    overrides: tuple[str, ...]


def prepare(name: str, corpora: Path, folder: Path) -> DocumentSet:
    """Lays out a document set in a folder; what lies there of an earlier run is replaced.

    Args:
        name: One of `SETS`.
        corpora: Where the public corpora are.
        folder: Where documents and question sheet are written.

    Returns:
        Where they are, and the overrides with which stages read them.
    """
    shutil.rmtree(folder / "documents", ignore_errors=True)
    folder.mkdir(parents=True, exist_ok=True)
    return SETS[name](corpora, folder)


def require(names: Sequence[str], corpora: Path) -> None:
    """Checks that there is whatever the sets are made of.

    Raises:
        UserError: A set is unknown, or its corpus is not there; names all that is missing.
    """
    unknown = [name for name in names if name not in SETS]
    if unknown:
        raise UserError(f"there is no set {', '.join(unknown)}", details=[f"sets: {', '.join(SETS)}"])
    missing = [f"{name}: {path}" for name in names for path in NEEDED[name] if not (corpora / path).exists()]
    if missing:
        raise UserError(
            f"{len(missing)} of the corpora are not in {corpora}",
            details=missing,
            hint="`--corpora PATH` names the folder that holds them, or choose with `--sets sample`",
        )


def _sample(_: Path, __: Path) -> DocumentSet:
    where = Path(__file__).parents[2] / "data" / "raw" / "sample"
    return DocumentSet(name="sample", documents=where, sheet=None, overrides=("corpus=sample", "dataset=sample"))


def _handbook(corpora: Path, folder: Path) -> DocumentSet:
    shutil.copytree(corpora / "handbook_18f", folder / "documents")
    return _asked("handbook_18f", folder, _test_rows("handbook_18f"))


def _laws(corpora: Path, folder: Path) -> DocumentSet:
    shutil.copytree(corpora / "tw_law", folder / "documents")
    (folder / "documents" / "corpus.yaml").write_text(MAPPING, encoding="utf-8")
    return _asked("tw_law", folder, _test_rows("tw_law"))


def _drcd(corpora: Path, folder: Path) -> DocumentSet:
    articles = json.loads((corpora / "drcd" / "DRCD_dev.json").read_text(encoding="utf-8"))["data"]
    drawn = draw(articles)
    documents = folder / "documents"
    documents.mkdir(parents=True)
    (documents / "corpus.yaml").write_text(DRCD_MAPPING, encoding="utf-8")
    keys: dict[str, str] = {}
    for place, article in enumerate(articles):
        items: list[dict[str, str]] = []
        for part in article["paragraphs"]:
            if part["context"] not in drawn.gone:
                items.append({"label": f"第{len(items) + 1}段", "text": part["context"]})
                keys[part["context"]] = f"DRCD-{place:03} {items[-1]['label']}"
        if items:
            record = {"id": f"DRCD-{place:03}", "title": article["title"], "paragraphs": items}
            target = documents / f"DRCD-{place:03}.json"
            target.write_text(json.dumps(record, ensure_ascii=False), encoding="utf-8")
    answered = [(pair["question"], pair["answers"][0]["text"], keys[context]) for context, pair in drawn.answered]
    return _asked("drcd", folder, [*answered, *((pair["question"], "", "") for pair in drawn.unanswerable)])


@dataclass(frozen=True, slots=True, kw_only=True)
class Drawn:
    """Which questions are asked over DRCD."""

    answered: Sequence[tuple[str, Mapping[str, Any]]]
    """Paragraph and question."""
    unanswerable: Sequence[Mapping[str, Any]]
    gone: frozenset[str]
    """Paragraphs that are no documents, so that nothing answers what is asked about them."""


def draw(articles: Sequence[Mapping[str, Any]], most: int = QUESTIONS) -> Drawn:
    """Draws the questions, all about articles from which no adapter has learned before.

    Args:
        articles: Those of SQuAD JSON.
        most: How many are drawn.

    Returns:
        A question a paragraph, and further ones only where the paragraphs do not suffice. Every third paragraph is
        taken out if no other one holds the answer to its question.
    """
    ordered = sorted(articles, key=lambda article: zlib.crc32(article["title"].encode()))
    texts = [part["context"] for article in articles for part in article["paragraphs"]]
    tested = [part for article in ordered[int(len(ordered) * KEPT_FOR_TRAINING) :] for part in article["paragraphs"]]
    tested.sort(key=lambda part: zlib.crc32(part["context"].encode()))
    answered: list[tuple[str, Mapping[str, Any]]] = []
    without: list[Mapping[str, Any]] = []
    gone: set[str] = set()
    for turn in range(max((len(part["qas"]) for part in tested), default=0)):
        for part in (part for part in tested if len(part["qas"]) > turn):
            asked, total = part["qas"][turn], len(answered) + len(without)
            alone = sum(asked["answers"][0]["text"] in text for text in texts) == 1
            if total == most:
                break
            if alone and (part["context"] in gone or (turn == 0 and len(without) * UNANSWERABLE <= total)):
                gone.add(part["context"])
                without.append(asked)
            elif part["context"] not in gone:
                answered.append((part["context"], asked))
    return Drawn(answered=answered, unanswerable=without, gone=frozenset(gone))


def _test_rows(name: str) -> list[tuple[str, str, str]]:
    with (SHEETS / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        rows = [row for row in csv.DictReader(file) if row["split"] == "test"]
    return [
        (row["question"], row["answer"], row["key"]) if row["answerable"] == "true" else (row["question"], "", "")
        for row in rows
    ]


def write_sheet(path: Path, rows: Sequence[tuple[str, str, str]]) -> Path:
    """Writes questions with their answers and keys as a sheet that the product reads, and returns its path."""
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([("question", "answer", "key"), *rows])
    return path


def _asked(name: str, folder: Path, rows: Sequence[tuple[str, str, str]]) -> DocumentSet:
    documents = folder / "documents"
    # The sheet's questions alone are asked: what the builder would hold out besides is another measurement.
    overrides = (f"corpus.name={name}", f"corpus.path={documents}", f"corpus.secret={SECRET}", "dataset=default")
    return DocumentSet(
        name=name,
        documents=documents,
        sheet=write_sheet(folder / "questions.csv", rows),
        overrides=(*overrides, "dataset.held_out=0"),
    )


SETS: dict[str, Callable[[Path, Path], DocumentSet]] = {
    "sample": _sample,
    "drcd": _drcd,
    "handbook_18f": _handbook,
    "tw_law": _laws,
}
NEEDED: Mapping[str, tuple[str, ...]] = {
    "sample": (),
    "drcd": ("drcd/DRCD_dev.json",),
    "handbook_18f": ("handbook_18f",),
    "tw_law": ("tw_law/zh", "tw_law/en"),
}
"""Set → what must be in the corpora."""
