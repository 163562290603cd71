"""Prints the weights of fusion by which no kind of training question loses against the better half.

python -m benchmarks.retrieval.calibrate --corpora PATH --models data/models

Training questions: half of DRCD's articles, the training rows of the question sheets, and first sentences of two laws'
articles whose only answer is the same article in the other language, among other laws in both.
"""

import argparse
import json
import re
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from hashlib import sha256
from itertools import product
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from benchmarks.retrieval.corpora import CORPORA, Asked, Task, drcd, ingested, read_sheet
from benchmarks.retrieval.quality import Remembered
from pipelines.language.tokens import tokens
from pipelines.models.embed import load_embedder
from pipelines.records.section import Section
from pipelines.retrieval.bm25 import Lexical
from pipelines.retrieval.common import common_of, without_common
from pipelines.retrieval.config import FusionWeights
from pipelines.retrieval.embedding import Embedder, passage
from pipelines.retrieval.fusion import ceilings, fuse, in_chinese

LAWS = (("勞動基準法", "Labor Standards Act"), ("勞工請假規則", "Regulations of Leave-Taking of Workers"))
ARTICLE = re.compile(r"(?P<law>.+) (?:第|Article )(?P<number>[\d-]+)條?")
SENTENCE = re.compile(r"(?<=[。；：])|(?<=[.;:])\s")
GRID = (*product((8.0, 16.0, 32.0), (1.0,)), *product((16.0, 24.0, 36.0, 48.0), (2.0,)))
GRID += (*product((48.0, 64.0, 96.0), (2.5,)), *product((64.0, 96.0, 128.0, 192.0), (3.0,)))
LEVELS = COMMONS = (0.0, 0.25, 0.5, 0.75, 1.0)
Scores = NDArray[np.float32]


@dataclass(frozen=True, slots=True, kw_only=True)
class Scored:
    """Both halves' scores for a task's questions of one kind."""

    name: str
    words: Scores
    meaning: Mapping[float, Scores]
    """Share of what questions have in common that is taken out → cosines."""
    ceiling: Scores
    chinese: NDArray[np.bool_]
    right: NDArray[np.bool_]
    """Questions × sections: which section answers."""


def training(corpora: Path) -> list[Task]:
    """Returns the training questions over each corpus."""
    path = corpora / "drcd" / "DRCD_dev.json"
    articles = json.loads(path.read_text(encoding="utf-8"))["data"]
    train = [article for article in articles if sha256(article["title"].encode()).digest()[0] % 2]
    wanted = {pair["question"] for article in train for part in article["paragraphs"] for pair in part["qas"]}
    whole = drcd(path)
    found = [replace(whole, asked=tuple(row for row in whole.asked if row.question in wanted))]
    for name in CORPORA:
        rows = tuple(row for row in read_sheet(name) if row.split == "train" and row.keys)
        found.append(Task(name=name, sections=ingested(corpora, name), asked=rows))
    return [*found, *(pairs(found[-1].sections, *laws) for law in LAWS for laws in (law, law[::-1]))]


def pairs(sections: Sequence[Section], asker: str, answering: str) -> Task:
    """Returns a law's first sentences as questions to its translation; the law itself is not among the sections."""
    found = {(match["law"], match["number"]): part for part in sections if (match := ARTICLE.fullmatch(part.key))}
    asked = tuple(
        Asked(
            question=SENTENCE.split(part.text)[0],
            answer="",
            keys=(found[answering, number].key,),
            kind="other_language",
            split="train",
        )
        for (law, number), part in sorted(found.items())
        if law == asker and (answering, number) in found
    )
    others = tuple(part for part in sections if not part.key.startswith(f"{asker} "))
    return Task(name="laws' sentences", sections=others, asked=asked)


def scored(task: Task, embedder: Embedder) -> Iterator[Scored]:
    """Yields a task's scores, one kind of question after the other."""
    sections = task.sections
    lexical = Lexical.build(sections)
    vectors = embedder.passages([passage(section) for section in sections])
    common = common_of(embedder)
    for kind in sorted({row.kind for row in task.asked}):
        rows = [row for row in task.asked if row.kind == kind]
        questions = [row.question for row in rows]
        asked = [*map(tokens, questions)]
        meant = embedder.queries(questions)
        yield Scored(
            name=f"{task.name}: {kind}",
            words=lexical.scores(asked),
            meaning={share: without_common(meant, questions, common, share) @ vectors.T for share in COMMONS},
            ceiling=ceilings(lexical, asked),
            chinese=in_chinese(sections),
            right=np.array([[section.key in row.keys for section in sections] for row in rows]),
        )


def gain(scores: Scores, right: NDArray[np.bool_]) -> NDArray[np.float64]:
    """Returns each question's nDCG@10 with one right section."""
    order = np.argsort(-scores, axis=1, kind="stable")
    rank = np.take_along_axis(right, order, axis=1).argmax(axis=1)
    return np.where(right.any(axis=1) & (rank < 10), 1 / np.log2(rank + 2.0), 0)


def means(kinds: Sequence[Scored], scores: Sequence[Scores]) -> dict[str, float]:
    """Returns the mean over all questions of each kind, whichever task they are from."""
    found: dict[str, list[NDArray[np.float64]]] = {}
    for kind, fused in zip(kinds, scores, strict=True):
        found.setdefault(kind.name, []).append(gain(fused, kind.right))
    return {name: float(np.concatenate(parts).mean()) for name, parts in found.items()}


def main() -> None:
    """Prints a row for each choice of weights, the best first: the greatest loss of any kind, and the mean."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--corpora", type=Path, required=True)
    parser.add_argument("--models", type=Path, required=True)
    parser.add_argument("--vectors", type=Path)
    given = parser.parse_args()
    embedder = Remembered(load_embedder("package:multilingual_e5_small", given.models), given.vectors)
    kinds = [kind for task in training(given.corpora) for kind in scored(task, embedder)]
    words_alone = means(kinds, [kind.words for kind in kinds])
    meaning_alone = means(kinds, [kind.meaning[0.0] for kind in kinds])
    better = {name: max(words_alone[name], meaning_alone[name]) for name in words_alone}
    rows = []
    for (words, curve), level, common in product(GRID, LEVELS, COMMONS):
        weights = FusionWeights(words=words, curve=curve, level=level, common=common)
        fused = [fuse(kind.words, kind.meaning[common], kind.ceiling, kind.chinese, weights) for kind in kinds]
        found = means(kinds, fused)
        loss, where = max((better[name] - found[name], name) for name in found)
        mean = float(np.mean(list(found.values())))
        rows.append((max(round(loss, 3), 0.0), -round(mean, 4), words, curve, level, common, where))
    sys.stdout.write("| words | curve | level | common | mean nDCG@10 | greatest loss | of |\n")
    sys.stdout.write("|--:|--:|--:|--:|--:|--:|---|\n")
    for loss, mean, *weight, where in sorted(rows):
        cells = [f"{value:g}" for value in weight]
        sys.stdout.write(f"| {' | '.join(cells)} | {-mean:.3f} | {loss:.3f} | {where} |\n")


if __name__ == "__main__":
    main()
