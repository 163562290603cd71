"""No reader is shown a section of another audience, of another day's edition, or one that may not be cited."""

from dataclasses import replace

import numpy as np
import pytest

from pipelines.records import Section
from pipelines.retrieval.config import RetrievalConfig
from pipelines.retrieval.index import Index
from pipelines.retrieval.masks import Masks
from tests.pipelines.retrieval.makers import AUDIENCES, DAYS, Bigrams, corpus, found, question, section

TRIPLES = 5_000


def is_allowed(one: Section, audience: str, day: str | None) -> bool:
    """The rule once more, in other words than the product's."""
    start, end = one.effective_from or "0000", one.effective_until or "9999"
    on = "9998" if day is None else day
    in_time = end == "9999" if day is None else start <= on < end
    return in_time and one.citable and one.audience in {"all", audience}


@pytest.mark.parametrize(("embedder", "enclosing"), [(None, False), (Bigrams(), False), (Bigrams(), True)])
def test_five_thousand_readers_never_see_what_they_may_not(embedder: Bigrams | None, enclosing: bool) -> None:
    """Random reader, day and question: what is found may be seen, and with an embedder it is all that may be seen."""
    config = RetrievalConfig(enclosing=enclosing)
    draw = np.random.default_rng(11)
    triples = shown = 0
    for seed in range(10):
        sections = corpus(60, seed)
        index = Index.build(sections, embedder=embedder, config=config)
        for _ in range(TRIPLES // 10 // 5):
            audience, day = str(draw.choice([*AUDIENCES, "nobody"])), DAYS[draw.integers(len(DAYS))]
            may = {one.id for one in sections if is_allowed(one, audience, day)}
            queries = [question(draw) for _ in range(5)]
            for hits in index.search_many(queries, 60, audience=audience, as_of=day):
                ids = [hit.section.id for hit in hits]
                assert len(ids) == len({*ids})
                assert {*ids} <= may
                shown += len(ids)
                triples += 1
                assert embedder is None or len(ids) in (0, len(may))
    assert triples == TRIPLES
    assert shown > 4 * TRIPLES


@pytest.mark.parametrize("embedder", [None, Bigrams()])
def test_what_is_masked_changes_no_rank_of_what_is_shown(embedder: Bigrams | None) -> None:
    """With the same texts in the index, hiding some leaves the others in their order and, by words, at their scores."""
    draw = np.random.default_rng(5)
    for seed in range(12):
        everything = [replace(one, audience="all", citable=True, effective_until=None) for one in corpus(40, seed)]
        hidden = {one.id for one in everything if draw.random() < 0.5}
        some = [replace(one, audience="hr") if one.id in hidden else one for one in everything]
        query = question(draw)
        whole = found(Index.build(everything).search(query, 40))
        part = found(Index.build(some).search(query, 40))
        assert part == [(id_, score) for id_, score in whole if id_ not in hidden]
        # Fused scores are brought to one range among what is shown: what hides there may be anything.
        other = [replace(one, effective_until="2020-01-01") if one.id in hidden else one for one in everything]
        same = [found(Index.build(these, embedder=embedder).search(query, 40)) for these in (some, other)]
        assert same[0] == same[1]


def test_the_text_of_a_masked_section_does_not_move_meaning() -> None:
    """Two companies' worth of hidden texts with the same words in another order: the vectors differ, no hit does."""
    shown = [section(f"§1.{n}", text) for n, text in enumerate(["出貨異常通報", "倉儲主管核定", "returned parcel"])]
    hidden = section("§9", "通報 異常 出貨", audience="hr")
    turned = replace(hidden, text="出貨 異常 通報")
    before, after = (Index.build([*shown, one], embedder=Bigrams()) for one in (hidden, turned))
    for query in ("出貨異常通報", "通報 異常", "parcel", "誰核定？"):
        assert found(before.search(query, 9)) == found(after.search(query, 9))


def test_the_masks_are_kept_and_do_not_grow_without_end() -> None:
    masks = Masks(corpus(30, 1))
    assert masks.places("hr", "2024-01-01") is masks.places("hr", "2024-01-01")
    for year in range(1900, 2100):
        masks.places("all", f"{year}-01-01")
    assert len(masks.kept) <= 64
    assert masks.places("hr").tolist() == [
        place for place, one in enumerate(masks.sections) if is_allowed(one, "hr", None)
    ]
