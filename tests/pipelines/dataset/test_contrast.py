"""Questions over one source set that differ in a name alone."""

from collections import defaultdict
from collections.abc import Callable
from dataclasses import replace

import pytest

from pipelines.dataset.build import Dataset, build
from pipelines.dataset.config import Config, DatasetConfig
from pipelines.dataset.contrast import alike, twin
from pipelines.dataset.misses import Misses
from pipelines.dataset.origins.table import cell
from pipelines.dataset.pool import Pool
from pipelines.records import Section
from pipelines.retrieval.index import Index

Make = Callable[..., Section]
CITIES = ("東京", "大阪", "首爾", "曼谷", "巴黎", "雪梨", "河內", "馬尼拉", "倫敦", "漢堡", "鹿特丹", "檳城")


@pytest.fixture
def rows(section: Make) -> list[Section]:
    """An allowance for each of twelve cities."""
    return [
        section(
            f"FIN 第{number}列",
            f"城市：{city}；日支費：NT${1_000 + number * 37}；通訊補助：NT${200 + number * 11}",
            kind="table",
            row=number,
            heading_path=("四、國外日支費",),
            cells=(("城市", city), ("日支費", f"NT${1_000 + number * 37}"), ("通訊補助", f"NT${200 + number * 11}")),
        )
        for number, city in enumerate(CITIES, 1)
    ]


def test_a_question_of_one_row_is_asked_of_another(rows: list[Section]) -> None:
    one, _, other, phone, *_ = cell.candidates(rows)
    assert one.named == "東京"
    assert twin(one, "想問東京的日支費是多少？", other) == "想問大阪的日支費是多少？"
    assert twin(one, "東京的日支費是多少？", phone) is None
    assert twin(one, "東京的日支費是多少？", one) is None
    assert twin(one, "東京和東京都的日支費？", other) is None
    assert twin(replace(one, named=""), "東京的日支費是多少？", other) is None


def test_facts_of_the_same_column_are_alike(rows: list[Section]) -> None:
    one, *others = cell.candidates(rows)
    found = list(alike(others, [(one, "東京的日支費是多少？")]))
    assert [question for _, question in found] == [f"{city}的日支費是多少？" for city in CITIES[1:]]


def test_a_name_that_nobody_knows_is_asked_of_in_the_words_of_a_question(rows: list[Section]) -> None:
    misses = Misses(rows, Pool(cell.candidates(rows), Index.build(rows), Config()), 1)
    one = next(cell.candidates(rows))
    (missing,) = misses.beside(one, "不好意思，想請教東京的日支費是多少？")
    assert missing.question.startswith("不好意思，想請教")
    assert not any(city in missing.question for city in CITIES)
    # Asked again it is the same question, and it belongs to this row alone.
    assert misses.beside(one, "不好意思，想請教東京的日支費是多少？") == [missing]


def test_no_name_is_unknown_to_a_table_that_has_a_row_for_all_others(rows: list[Section], section: Make) -> None:
    rest = section(
        "FIN 第13列", "城市：其他城市；日支費：NT$900；通訊補助：NT$90", kind="table", row=13,
        heading_path=("四、國外日支費",), cells=(("城市", "其他城市"), ("日支費", "NT$900"), ("通訊補助", "NT$90")),
    )  # fmt: skip
    every = [*rows, rest]
    misses = Misses(every, Pool(cell.candidates(every), Index.build(every), Config()), 1)
    assert misses.beside(next(cell.candidates(every)), "東京的日支費是多少？") == []


@pytest.fixture
def dataset(company: list[Section], section: Make) -> Dataset:
    """A dataset of the company with five tables."""
    headers = ("日支費", "月租", "押金", "保費", "規費")
    tables = [
        section(
            f"TAB-{place} 第{number}列",
            f"城市：{city}；{header}：NT${place * 10_000 + number * 37}",
            kind="table",
            row=number,
            heading_path=(f"{place} 各地{header}",),
            cells=(("城市", city), (header, f"NT${place * 10_000 + number * 37}")),
        )
        for place, header in enumerate(headers, 1)
        for number, city in enumerate(CITIES, 1)
    ]
    settings = DatasetConfig(examples=120, validation=4, held_out=12, largest_origin=1.0, near_duplicate=0.99)
    return build([*company[:16], *tables], Config(dataset=settings))


def test_over_the_rows_of_a_table_one_question_is_answered_twice_and_refused_once(dataset: Dataset) -> None:
    sets = defaultdict(list)
    for example in dataset.train:
        sets[example.source_set].append(example)
    tables = [made for made in sets.values() if any(one.answerable and one.origin == "table" for one in made)]
    assert len(tables) > 3

    def form(question: str) -> str:
        return next((question.replace(city, "…") for city in CITIES if city in question), question)

    twice = [
        made
        for made in tables
        if len({form(one.question) for one in made if one.answerable}) < sum(one.answerable for one in made)
    ]
    refused = [
        made
        for made in tables
        if {form(one.question) for one in made if one.answerable}
        & {form(one.question) for one in made if not one.answerable}
    ]
    assert len(twice) >= len(tables) / 2
    assert len(refused) >= len(tables) / 3


def test_what_contrast_adds_is_still_a_quarter(dataset: Dataset) -> None:
    share = sum(not example.answerable for example in dataset.train) / len(dataset.train)
    assert 0.2 <= share <= 0.3
