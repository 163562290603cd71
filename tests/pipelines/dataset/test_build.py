"""The dataset keeps its promises on a small company."""

from collections import Counter
from dataclasses import replace

import pytest

from pipelines.dataset.build import Dataset, build
from pipelines.dataset.config import Config, DatasetConfig
from pipelines.dataset.phrasing.varied import without_politeness
from pipelines.dataset.verify import overlap
from pipelines.language.citations import with_handles
from pipelines.language.refusal import is_refusal
from pipelines.language.values import holds
from pipelines.records import Example, Question, Section
from pipelines.runtime.errors import UserError


def config(**changes: object) -> Config:
    """A small dataset."""
    fields: dict[str, object] = {
        "examples": 60,
        "validation": 8,
        "held_out": 20,
        "largest_origin": 0.9,
        "near_duplicate": 0.99,
    }
    return Config(dataset=DatasetConfig(**(fields | changes)))  # type: ignore[arg-type]


@pytest.fixture
def dataset(company: list[Section]) -> Dataset:
    """What the company gives."""
    return build(company, config(hold_out_keys=("SOP-EQ-001 §4",)))


def test_all_sides_have_items_in_both_languages(dataset: Dataset) -> None:
    assert len(dataset.train) >= 55
    assert len(dataset.held_out) >= 15
    assert len(dataset.validation) >= 4
    assert {example.language for example in dataset.train} == {"zh", "en"}


def test_no_group_is_on_two_sides_and_no_held_out_section_is_shown_in_training(dataset: Dataset) -> None:
    held = {question.group for question in dataset.held_out}
    assert not held & {example.group for example in (*dataset.train, *dataset.validation)}
    golden = {id_ for question in dataset.held_out for id_ in question.lineage}
    assert not golden & {source.section_id for example in dataset.train for source in example.sources}


def test_the_keys_to_hold_out_are_held_out(dataset: Dataset) -> None:
    assert any("SOP-EQ-001 §4" in question.golden_keys for question in dataset.held_out)


def test_each_answer_cites_a_shown_source_that_holds_its_quote(dataset: Dataset) -> None:
    for example in dataset.train:
        if example.answerable:
            (golden,) = (source for source in example.sources if source.golden)
            assert example.citations == (golden.key,)
            assert all(quote in golden.text for quote in example.quotes)
            assert with_handles(example.answer, [source.key for source in example.sources]) != example.answer
            assert "\n" not in example.answer


def test_a_refusal_stands_exactly_where_nothing_is_golden(dataset: Dataset) -> None:
    for example in (*dataset.train, *dataset.validation):
        assert is_refusal(example.answer) == (not example.answerable) == (not any(s.golden for s in example.sources))


def test_about_a_quarter_has_no_answer(dataset: Dataset) -> None:
    share = sum(not example.answerable for example in dataset.train) / len(dataset.train)
    assert 0.15 <= share <= 0.3


def test_examples_of_one_set_show_the_same_sources_in_the_same_order(dataset: Dataset) -> None:
    shown: dict[str, tuple[str, ...]] = {}
    for example in dataset.train:
        ids = tuple(source.section_id for source in example.sources)
        assert shown.setdefault(example.source_set, ids) == ids
        assert len(ids) == 3
    assert max(Counter(example.source_set for example in dataset.train).values()) >= 3


def test_validation_shows_many_sets_of_few_questions_so_that_it_is_of_more_than_a_table(dataset: Dataset) -> None:
    sets = Counter(example.source_set for example in dataset.validation)
    assert max(sets.values()) <= 2
    assert len(sets) >= len(dataset.validation) / 2


def test_the_golden_source_stands_in_every_place(dataset: Dataset) -> None:
    places = Counter(
        place for example in dataset.train for place, source in enumerate(example.sources) if source.golden
    )
    assert set(places) == {0, 1, 2}


def test_held_out_values_are_in_their_golden_section_alone_among_its_rivals(
    dataset: Dataset, company: list[Section]
) -> None:
    by_key = {section.key: section for section in company}
    for question in dataset.held_out:
        if question.answerable:
            golden = by_key[question.golden_keys[0]]
            assert question.golden_hashes == (golden.content_hash,)
            assert all(holds(golden.text, value) and holds(question.reference, value) for value in question.values)
            assert overlap(question.question, golden) > 0.3
        else:
            assert question.values == question.golden_keys == ()


def test_ids_are_unique_on_each_side(dataset: Dataset) -> None:
    for side in (dataset.train, dataset.validation, dataset.held_out):
        assert len({item.id for item in side}) == len(side)


def test_the_same_sections_in_another_order_give_the_same_dataset(company: list[Section], dataset: Dataset) -> None:
    assert build(company[::-1], config(hold_out_keys=("SOP-EQ-001 §4",))) == dataset


def test_another_seed_gives_another_split(company: list[Section]) -> None:
    one, other = (build(company, replace(config(), seed=seed)) for seed in (1, 2))
    assert {question.group for question in one.held_out} != {question.group for question in other.held_out}


def test_withdrawn_editions_and_other_audiences_are_never_golden_and_never_shown(company: list[Section]) -> None:
    hidden = [
        replace(company[0], id="OLD#1", key="OLD §1", effective_until="2024-01-01"),
        replace(company[1], id="HR#1", key="HR §1", audience="hr"),
    ]
    made = build([*company[2:], *hidden], config())
    shown = {source.key for example in (*made.train, *made.validation) for source in example.sources}
    assert not {"OLD §1", "HR §1"} & (shown | {key for question in made.held_out for key in question.golden_keys})


def test_one_origin_never_has_more_than_its_largest_share(company: list[Section]) -> None:
    made = build(company, config(largest_origin=0.5))
    origins = Counter(example.origin for example in made.train)
    assert max(origins.values()) <= 0.56 * 60


def test_a_key_that_is_in_no_document_is_named_with_the_nearest(company: list[Section]) -> None:
    with pytest.raises(UserError) as caught:
        build(company, config(hold_out_keys=("SOP-EQ-01 §4",)))
    assert str(caught.value).startswith("error: 1 of `dataset.hold_out_keys` are in no document\n  SOP-EQ-01 §4\n")
    assert "did you mean" in str(caught.value)


def test_an_origin_that_most_groups_have_leaves_room_for_others_instead_of_a_short_held_out_set(
    company: list[Section],
) -> None:
    # Three groups of four are headings; drawn by that mix, half of the questions found no place under the limit.
    held_out = build(company, config(held_out=16, largest_origin=0.5)).held_out
    answerable = Counter(question.origin for question in held_out if question.answerable)
    assert answerable.total() >= 11
    assert answerable["heading"] <= answerable.total() / 2 + 1


def test_every_kind_that_is_held_out_is_trained_on_and_validation_has_the_mix_of_training(
    company: list[Section],
) -> None:
    # All headings of a handbook were held out, and nearly all validation examples were Chinese table rows.
    made = build(company, config(validation=24))
    kinds = {name: {(item.language, item.origin) for item in items if item.answerable} for name, items in sides(made)}
    assert kinds["held_out"] <= kinds["train"]
    assert {language for language, _ in kinds["validation"]} == {"zh", "en"}
    assert len({origin for _, origin in kinds["validation"]}) > 1


def test_a_question_without_an_answer_is_not_held_out_again_for_its_politeness(company: list[Section]) -> None:
    held = build(company, config(held_out=40, share_unanswerable=0.5)).held_out
    plain = [without_politeness(question.question) for question in held if not question.answerable]
    assert len(plain) > 5
    assert len(set(plain)) == len(plain)


def sides(dataset: Dataset) -> list[tuple[str, list[Example] | list[Question]]]:
    """The sides by name."""
    return [
        ("train", list(dataset.train)),
        ("validation", list(dataset.validation)),
        ("held_out", list(dataset.held_out)),
    ]
