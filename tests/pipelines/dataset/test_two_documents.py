"""Questions that two documents answer together."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from pipelines.dataset.candidate import Candidate
from pipelines.dataset.config import Config, DatasetConfig
from pipelines.dataset.held_out import held_out
from pipelines.dataset.origins import heading, together
from pipelines.dataset.verify import fault
from pipelines.records import Section

Make = Callable[..., Section]


@pytest.fixture
def facts(section: Make) -> list[Candidate]:
    """What a warranty and a price list say of two trackers."""
    texts = {
        "CS §4": "定位追蹤器 GT-1 保固 12 個月。",
        "SLA §2": "GT-1 的月租費為 NT$350。",
        "SLA §3": "GT-2 的月租費為 NT$450。",
    }
    return list(heading.candidates([section(key, text) for key, text in texts.items()]))


def test_two_things_are_asked_of_one_product_and_both_documents_are_cited(facts: list[Candidate]) -> None:
    (made,) = together(facts)
    assert made.questions[0] == "定位追蹤器 GT-1 保固幾個月？另外，GT-1 的月租費為多少元？"
    assert made.answer == "定位追蹤器 GT-1 保固 12 個月 [CS §4]；GT-1 的月租費為 NT$350 [SLA §2]。"
    assert made.wanted == ("12 個月", "NT$350")
    assert made.origin == "two"
    assert fault(made) is None


def test_what_one_document_says_twice_is_not_put_together(facts: list[Candidate]) -> None:
    assert list(together(facts[1:])) == []
    same = [replace(fact, section=replace(fact.section, document="CS")) for fact in facts]
    assert list(together(same)) == []


def test_a_word_of_every_day_is_no_name(section: Make) -> None:
    sections = [
        section("A §1", "檢驗紀錄應保存 3 年。", heading_path=("1 紀錄保存",)),
        section("B §1", "出貨紀錄應保存 5 年。", heading_path=("1 紀錄保存",)),
    ]
    assert list(together(list(heading.candidates(sections)))) == []


def test_it_is_held_out_only_where_both_sections_are(facts: list[Candidate]) -> None:
    # One of the two would be in training, and its text with the answer.
    (made,) = together(facts)
    config = Config(dataset=DatasetConfig(held_out=9, share_unanswerable=0, largest_origin=1.0, held_out_per_group=9))
    alone = held_out({"a": [made, facts[0]]}, {}, config)
    both = held_out({"a": [made, facts[0]], "b": [facts[1]]}, {}, config)
    assert [question.origin for question in alone] == ["heading"]
    assert sorted(question.origin for question in both) == ["heading", "heading", "two"]
    asked = next(question for question in both if question.origin == "two")
    assert asked.golden_keys == ("CS §4", "SLA §2")
