"""Reading practice: people's questions about encyclopedia paragraphs (a SQuAD-shaped file such as DRCD) as examples."""

import json
import random
import re
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pipelines.language.citations import escape_key
from pipelines.language.refusal import refusal_for
from pipelines.language.tokens import tokens
from pipelines.records import Example, Source

LEARNT = 0.7
"""Share of the articles that is learnt from; benchmarks ask about the others."""
SIZES = (90, 230)
"""Characters after which a piece of a paragraph ends with its sentence: short as clauses, and as long as sections."""
SHOWN = 3
REFUSED = 0.3
"""Share of the questions whose answer no shown piece holds."""
QUESTIONS = 8
"""At most so many are asked over one source set, and so many of them refused:"""
REFUSED_IN_SET = 3
LONGEST = 60
"""Characters of an answer."""
_SENTENCE = re.compile(r"[^。！？]*[。！？]?[」』]?")
_LAST = re.compile(
    r"(什麼|哪[一個些種位座國項所本部]{1,2}[^，是的在有]{0,4}|多少[^，]{0,3}|何種[^，是的]{0,3}|何人|何物|幾[^，]{0,4})[？?]$"
)
_INSIDE = re.compile(r"(是)?(誰|何時|什麼時候|何處|何地|哪裡)")


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Piece:
    """A part of a paragraph, shown as a section would be."""

    id: str
    key: str
    title: str
    text: str
    paragraph: str


Asked = tuple[str, str, str]
"""A question, its answer and the id of the paragraph that it was asked about."""


def learnt_articles(path: Path) -> list[dict[str, Any]]:
    """Returns the articles to learn from: the first by a checksum of their titles, so that nobody chose them."""
    articles = json.loads(path.read_text(encoding="utf-8"))["data"]
    articles.sort(key=lambda article: zlib.crc32(article["title"].encode()))
    return list(articles[: int(len(articles) * LEARNT)])


def reading_examples(path: Path, number: int, seed: int) -> list[Example]:
    """Makes examples of questions and answers that people wrote.

    Args:
        path: A file in SQuAD's format, in Traditional Chinese.
        number: Examples wanted, at most, a half of each size of piece.
        seed: Of every draw.

    Returns:
        Examples, those of a source set together. Every answer stands in exactly one shown piece, or in none and is
        refused.
    """
    draw = random.Random(seed)
    asked: set[str] = set()
    examples = []
    for size in SIZES:
        made = _Maker(learnt_articles(path), size, draw).examples(asked)
        examples += [example for example, _ in zip(made, range(number // len(SIZES)), strict=False)]
    return sorted(examples, key=lambda one: (zlib.crc32((one.source_set or one.id).encode()), one.id))


class _Maker:
    """Shows pieces of one size and asks about them."""

    def __init__(self, articles: Sequence[dict[str, Any]], size: int, draw: random.Random) -> None:
        import bm25s

        self.size = size
        self.draw = draw
        self.questions: dict[str, list[Asked]] = {}
        self.pieces: dict[str, list[Piece]] = {}
        for article in articles:
            style = _Keys(article["title"])
            for paragraph in article["paragraphs"]:
                id_ = paragraph["id"]
                self.questions[id_] = [(one["question"], one["answers"][0]["text"], id_) for one in paragraph["qas"]]
                self.pieces[id_] = [
                    Piece(id=f"{id_}#{size}.{place}", key=style.key(id_, place), title=article["title"], text=text,
                          paragraph=id_)
                    for place, text in enumerate(_cut(paragraph["context"], size), 1)
                ]  # fmt: skip
        self.all = [piece for pieces in self.pieces.values() for piece in pieces]
        self.found = bm25s.BM25()
        self.found.index([tokens(f"{one.title}\n{one.text}") for one in self.all], show_progress=False)

    def examples(self, asked: set[str]) -> Iterator[Example]:
        order = sorted(self.pieces)
        self.draw.shuffle(order)
        made = refused = 0
        for id_ in order:
            shown = self._shown(id_, asked)
            if shown is None:
                continue
            paragraphs = dict.fromkeys(piece.paragraph for piece in shown)
            questions = [question for paragraph in paragraphs for question in self.questions[paragraph]]
            self.draw.shuffle(questions)
            here = no = 0
            for question in questions:
                wanted = refused < REFUSED * (made + SHOWN) and no < REFUSED_IN_SET
                example = None if question[0] in asked else self._example(question, shown, refuse=wanted)
                if example is not None and here < QUESTIONS:
                    asked.add(question[0])
                    made, here = made + 1, here + 1
                    refused, no = refused + (not example.answerable), no + (not example.answerable)
                    yield example

    def _shown(self, id_: str, asked: set[str]) -> list[Piece] | None:
        """Draws the pieces of a source set: one that answers a question of the paragraph, and what is like it."""
        mine = self.pieces[id_]
        questions = [one for one in self.questions[id_] if one[0] not in asked]
        self.draw.shuffle(questions)
        for question, answer, _ in questions:
            golden = [piece for piece in mine if answer in piece.text]
            if len(golden) == 1:
                ranks, _ = self.found.retrieve([tokens(question)], k=12, show_progress=False)
                near = [self.all[rank] for rank in ranks[0]]
                beside = [piece for piece in mine if answer not in piece.text]
                first = self.draw.sample(beside, 1) if beside and self.draw.random() < REFUSED * 2 else []
                others = [*first, *(piece for piece in near if answer not in piece.text)]
                shown = list(dict.fromkeys([golden[0], *others]))[:SHOWN]
                self.draw.shuffle(shown)
                return shown
        return None

    def _example(self, asked: Asked, shown: Sequence[Piece], *, refuse: bool) -> Example | None:
        question, answer, paragraph = asked
        holders = [piece for piece in shown if answer in piece.text]
        if len(holders) == 1 and holders[0].paragraph == paragraph:
            said = _statement(question, answer)
            golden = holders[0]
            text = f"{said} [{escape_key(golden.key)}]。"
            return (
                None if len(said) > LONGEST else self._record(question, shown, golden=golden, text=text, quote=answer)
            )
        if holders or not refuse:
            return None
        return self._record(question, shown, golden=None, text=refusal_for(question), quote="")

    def _record(self, question: str, shown: Sequence[Piece], *, golden: Piece | None, text: str, quote: str) -> Example:
        name = "·".join(piece.id for piece in shown)
        return Example(
            id=f"{name}?{zlib.crc32(question.encode()):08x}",
            language="zh",
            audience="all",
            question=question,
            sources=tuple(
                Source(key=one.key, section_id=one.id, heading=one.title, text=one.text, golden=one is golden)
                for one in shown
            ),
            answer=text,
            citations=(golden.key,) if golden else (),
            quotes=(quote,) if golden else (),
            origin="sentence",
            answerable=golden is not None,
            group=shown[0].paragraph,
            source_set=name,
            lineage=tuple(piece.id for piece in shown),
        )


class _Keys:
    """Keys of an article's pieces, in the numbering of a document drawn for it, so that no form of key is learnt."""

    def __init__(self, title: str) -> None:
        self.draw = random.Random(zlib.crc32(title.encode()))
        letters = "".join(self.draw.choice("ABCDEFGHKLMNPRSTW") for _ in range(self.draw.choice([2, 3, 3, 4])))
        number = self.draw.choice([self.draw.randrange(1, 30), self.draw.randrange(100, 999), 2024])
        self.title = title
        self.document = self.draw.choice([title, f"{letters}-{number}"])

    def key(self, paragraph: str, place: int) -> str:
        number = int(paragraph.rsplit("-", 1)[-1])
        label = self.draw.choice(
            [
                f"第{number}段({place})",
                f"§{number}.{place}",
                f"第{number * 9 + place}條",
                f"p.{number}({place})",
                f"{self.title}›第{number}節({place})",
            ]
        )
        return f"{self.document} {label}"


def _cut(text: str, size: int) -> list[str]:
    pieces = [""]
    for sentence in _SENTENCE.findall(text):
        if len(pieces[-1]) >= size:
            pieces.append("")
        pieces[-1] += sentence
    if len(pieces) > 1 and len(pieces[-1]) < size / 2:
        pieces[-2:] = ["".join(pieces[-2:])]
    return pieces


def _statement(question: str, answer: str) -> str:
    """Puts the answer where the question asks, so that it states the fact: 他擊敗了誰? becomes 他擊敗了湯瑪斯杜威."""
    asked = question.strip()
    last = _LAST.search(asked)
    if last and last.start() > len("前三字"):
        return asked[: last.start()] + answer
    inside = list(_INSIDE.finditer(asked))
    if len(inside) == 1:
        found = inside[0]
        return (asked[: found.start()] + (found[1] or "") + answer + asked[found.end() :]).rstrip("？?，, ")
    return answer
