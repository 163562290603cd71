"""Plants leaks beside real sections and counts how many share a group with their original.

    python -m benchmarks.dataset.leaks data/interim/sections.jsonl

Beside ours, two other ways to find near copies: MinHash-LSH over character shingles (datasketch), and the similarity of
every pair (rapidfuzz). Translations are counted by `--law`, on sections of laws in two languages.
"""

import argparse
import re
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from itertools import islice
from pathlib import Path

from rich.console import Console

from pipelines.dataset.build import build
from pipelines.dataset.config import Config
from pipelines.dataset.groups import group
from pipelines.dataset.leaks import require_no_leaks
from pipelines.dataset.translations import place_of, translations
from pipelines.language.tokens import token_set
from pipelines.records import Section, read_records

_WORDS = {
    "應": "必須", "須": "應當", "通報": "告知", "申請": "提出申請", "核准": "同意", "辦理": "處理", "超過": "逾",
    "並": "而且", "每年": "一年", "以上": "或更多", "由": "交由", "保存": "留存",
    "must": "has to", "should": "ought to", "request": "ask for", "approve": "sign off", "within": "inside",
    "and": "as well as", "before": "ahead of", "complete": "finish", "need": "require", "employees": "staff",
}  # fmt: skip
_SENTENCES = re.compile(r"(?<=[。；！？\n])|(?<=[.;!?])\s+")
Kind = Callable[[str], str]


def simplified(text: str) -> str:
    """Returns a text in Simplified Chinese."""
    from opencc import OpenCC

    return str(OpenCC("t2s").convert(text))


def paraphrased(text: str) -> str:
    """Returns a text with other words and its sentences the other way round."""
    for word, other in _WORDS.items():
        text = text.replace(word, other)
    return reordered(text)


def reordered(text: str) -> str:
    """Returns a text with its sentences in reverse."""
    return " ".join(part.strip() for part in reversed(_SENTENCES.split(text)) if part.strip())


def renumbered(text: str) -> str:
    """Returns a text whose first number is another one."""
    return re.sub(r"\d+", lambda match: str(int(match.group()) + 1), text, count=1)


KINDS: dict[str, Kind] = {
    "copied": str,
    "renumbered": renumbered,
    "reordered": reordered,
    "simplified": simplified,
    "paraphrased": paraphrased,
}


def planted(originals: Iterable[Section], kind: Kind) -> list[Section]:
    """Returns a changed copy of each section in a document of its own."""
    return [
        replace(one, id=f"planted {one.id}", document=f"P{place}", key=f"P{place} §1", heading_path=(), title="P",
                kind="prose", cells=(), text=kind(one.text))
        for place, one in enumerate(originals)
    ]  # fmt: skip


def by_minhash(texts: Sequence[str], others: Sequence[str]) -> list[bool]:
    """Says for each text whether datasketch finds its partner, at a Jaccard threshold of .5 over 3-grams."""
    from datasketch import MinHash, MinHashLSH

    def hashed(text: str) -> MinHash:
        made = MinHash(num_perm=128)
        made.update_batch({text[at : at + 3].encode() for at in range(max(1, len(text) - 2))})
        return made

    lsh = MinHashLSH(threshold=0.5, num_perm=128)
    for place, text in enumerate(texts):
        lsh.insert(str(place), hashed(text))
    return [str(place) in lsh.query(hashed(text)) for place, text in enumerate(others)]


def by_rapidfuzz(texts: Sequence[str], others: Sequence[str]) -> list[bool]:
    """Says for each text whether rapidfuzz finds its partner at a similarity of .6, all pairs compared."""
    from rapidfuzz import fuzz
    from rapidfuzz.process import cdist

    similar = cdist(others, texts, scorer=fuzz.ratio, score_cutoff=60, workers=1)
    return [bool(similar[place, place]) for place in range(len(others))]


def checked(sections: Sequence[Section]) -> str:
    """Makes a dataset and says how many of its examples are checked against its held-out questions in a second."""
    made = build(sections, Config())
    by_id = {section.id: section for section in sections}
    token_set.cache_clear()
    began = time.process_time()
    result = require_no_leaks(made.held_out, [*made.train, *made.validation], by_id, 0.5)
    rate = result.examples / (time.process_time() - began)
    return f"check: {result.examples:,} examples, {result.questions} held-out questions, {rate:,.0f} a CPU second"


def main() -> None:
    """Prints recall and seconds of each way for each kind."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("sections", type=Path)
    parser.add_argument("--law", type=Path, help="sections of documents in two languages")
    parser.add_argument("--plants", type=int, default=100, help="planted leaks of a kind and language")
    options = parser.parse_args()
    console = Console(width=140)
    sections = [one for one in read_records(options.sections, Section) if one.effective_until is None]
    for language in ("zh", "en"):
        usable = (one for one in sections if one.language == language and len(one.text) >= 30)
        originals = list(islice(usable, options.plants))
        for name, kind in KINDS.items():
            if not originals or (name == "simplified" and language == "en"):
                continue
            copies = planted(originals, kind)
            began = time.perf_counter()
            groups = group([*sections, *copies], 0.5)
            seconds = time.perf_counter() - began
            joined = [groups.name(one.id) == groups.name(two.id) for one, two in zip(originals, copies, strict=True)]
            rate = (len(sections) + len(copies)) / seconds
            row = [f"ours {sum(joined) / len(joined):.2f} ({seconds:.1f} s, {rate:,.0f} sections a second)"]
            for label, way in (("MinHash-LSH", by_minhash), ("rapidfuzz", by_rapidfuzz)):
                began = time.perf_counter()
                texts = [*originals, *(one for one in sections if one not in originals)]
                found = way([one.text for one in texts], [one.text for one in copies])
                row.append(f"{label} {sum(found) / len(found):.2f} ({time.perf_counter() - began:.1f} s)")
            console.print(f"{language} {name:12} {len(copies)} planted: {', '.join(row)}")
            for one, two, both in zip(originals, copies, joined, strict=True):
                if not both and name in ("copied", "reordered"):
                    console.print(f"  missed {one.key} as {two.key}")
    console.print(checked(read_records(options.sections, Section)))
    if options.law:
        law = read_records(options.law, Section)
        mates = {one for pair in translations(law) for one in pair}
        english = [one for one in law if one.language == "en" and place_of(one)]
        found_mates = sum(one.id in mates for one in english)
        console.print(f"translated: {found_mates} of {len(english)} English sections found their Chinese ones")


if __name__ == "__main__":
    main()
