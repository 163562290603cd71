"""No origin has more than its largest share, as far as the corpus gives others."""

from collections import Counter
from collections.abc import Callable
from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from pipelines.dataset.balance import fair_total, loosest_needed, room
from pipelines.dataset.build import build
from pipelines.dataset.config import Config, DatasetConfig
from pipelines.records import Section

Make = Callable[..., Section]
COUNTS = st.dictionaries(st.sampled_from("abcde"), st.integers(1, 60), min_size=1)


@given(COUNTS, st.sampled_from([0.2, 0.4, 0.5, 1.0]), st.integers(1, 200))
def test_so_many_can_be_taken_and_no_more(there: dict[str, int], largest: float, most: int) -> None:
    total = fair_total(there, largest, most)
    assert 0 <= total <= min(most, sum(there.values()))
    if total:
        assert sum(min(count, room(total, largest)) for count in there.values()) >= total
    larger = range(total + 1, min(most, sum(there.values())) + 1)
    assert not any(sum(min(count, room(n, largest)) for count in there.values()) >= n for n in larger)


@given(COUNTS, st.sampled_from([0.2, 0.4, 0.5, 1.0]))
def test_an_origin_gets_more_only_where_too_much_would_be_lost(there: dict[str, int], largest: float) -> None:
    most = sum(there.values())
    needed = loosest_needed(there, largest, most)
    assert largest <= needed <= 1
    assert fair_total(there, needed, most) >= most / 2
    if needed > largest:
        assert fair_total(there, largest, most) < most / 2


def test_a_small_corpus_gives_fewer_examples_rather_than_one_origin_above_its_share(company: list[Section]) -> None:
    # Of forty sections thirty are headings; asked for far more than there is, headings had three of four examples.
    settings = DatasetConfig(examples=2_000, validation=4, held_out=12, near_duplicate=0.99, largest_origin=0.6)
    made = build(company, Config(dataset=settings)).train
    origins = Counter(example.origin for example in made)
    assert max(origins.values()) <= 0.6 * len(made) + 1
    assert len(origins) > 1


def test_a_corpus_of_nearly_one_origin_keeps_its_examples(company: list[Section]) -> None:
    prose = [section for section in company if section.kind == "prose"]
    settings = DatasetConfig(examples=60, validation=4, held_out=12, near_duplicate=0.99, largest_origin=0.25)
    made = build(prose, Config(dataset=settings)).train
    headings = sum(example.origin == "heading" for example in made)
    # Two origins at a quarter each leave next to nothing.
    assert headings > 0.25 * len(made) + 1
    assert len(made) >= 30


def test_what_an_origin_would_give_beyond_its_share_counts_as_being_there(company: list[Section]) -> None:
    prose = [section for section in company if section.kind == "prose"]
    settings = DatasetConfig(examples=240, validation=4, held_out=12, near_duplicate=0.99, largest_origin=0.25)
    unbounded = build(prose, Config(dataset=replace(settings, largest_origin=1.0))).train
    made = build(prose, Config(dataset=settings)).train
    assert len(made) >= len(unbounded) * 2 / 3
