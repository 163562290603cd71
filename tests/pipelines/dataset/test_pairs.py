"""The same question over other sources has another answer."""

from collections.abc import Callable, Sequence
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipelines.dataset.build import Dataset, build
from pipelines.dataset.candidate import Candidate
from pipelines.dataset.config import Config, DatasetConfig
from pipelines.dataset.pairs import CHANGED, WITHOUT, as_shown, changed, without
from pipelines.dataset.sets import Shown
from pipelines.language.refusal import is_refusal
from pipelines.language.values import holds
from pipelines.records import Example, Section

Make = Callable[..., Section]
QUESTION = "堆高機故障後多久內要通報？"


def fact(section: Section, *, value: str = "14 分鐘", statement: str = "") -> Candidate:
    """A fact of a section about reporting."""
    return Candidate(
        section=section,
        origin="heading",
        ask="duration",
        questions=(QUESTION, "堆高機 14 分鐘內要通報誰？"),
        statement=statement or f"堆高機須於故障後 {value}內通報設備課",
        values=(value,),
        quote=f"堆高機須於故障後 {value}內通報設備課",
    )


@pytest.fixture
def golden(section: Make) -> Section:
    """Holds the answer."""
    return section("SOP §1", "堆高機須於故障後 14 分鐘內通報設備課，紀錄保存 5 年。")


@pytest.fixture
def shown(section: Make, golden: Section) -> Shown:
    """The golden section between two others; a third is near."""
    others = [section(f"SOP §{n}", f"{thing}每年檢查一次。") for n, thing in ((2, "吊車"), (3, "磅秤"), (4, "貨架"))]
    return Shown(name="SOP §1·1", sections=(others[0], golden, others[1]), near=(others[2],))


def keys(shown: Shown) -> list[str]:
    """What a set shows, in its order."""
    return [section.key for section in shown.sections]


def test_the_next_section_stands_where_the_golden_one_stood(shown: Shown, golden: Section) -> None:
    bare = without(shown, [golden])
    assert bare is not None
    assert keys(bare) == ["SOP §2", "SOP §4", "SOP §3"]
    assert bare.refuses(fact(golden), QUESTION)
    assert bare.name != shown.name


def test_without_another_section_near_there_is_no_such_set(shown: Shown, golden: Section) -> None:
    assert without(replace(shown, near=()), [golden]) is None


def test_the_answer_follows_the_changed_source(shown: Shown, golden: Section) -> None:
    made = changed(shown, fact(golden), QUESTION)
    assert made is not None
    there, new = made
    assert keys(there) == keys(shown)
    assert not holds(new.section.text, "14 分鐘")
    assert not holds(new.answer, "14 分鐘")
    assert holds(new.answer, new.values[0])
    assert new.quote in new.section.text
    assert there.answers(new, QUESTION)
    assert golden.text == "堆高機須於故障後 14 分鐘內通報設備課，紀錄保存 5 年。"


def test_a_value_that_the_heading_holds_too_is_not_changed(shown: Shown, golden: Section) -> None:
    titled = replace(golden, title="14 分鐘通報辦法")
    assert changed(shown, fact(titled), QUESTION) is None


def test_a_new_value_that_another_shown_source_holds_is_no_pair(section: Make, golden: Section) -> None:
    rival = section("SOP §5", "吊車須於 28 分鐘、21 分鐘或 42 分鐘內通報。")
    assert changed(Shown(name="S", sections=(golden, rival)), fact(golden), QUESTION) is None


def test_a_changed_source_answers_only_what_it_still_says(golden: Section) -> None:
    new = replace(golden, text=golden.text.replace("14", "28"))
    kept = Candidate(
        section=golden,
        origin="heading",
        ask="duration",
        questions=("堆高機的紀錄保存幾年？", "堆高機 14 分鐘內通報，紀錄保存幾年？"),
        statement="堆高機的紀錄保存 5 年",
        values=("5 年",),
        quote="紀錄保存 5 年",
    )
    (moved,) = as_shown([kept, fact(golden)], new)
    assert moved.section.text == new.text
    assert moved.questions == ("堆高機的紀錄保存幾年？",), "the other one speaks of a value that is gone"
    assert as_shown([kept], golden) == [kept]


@settings(max_examples=50, deadline=None)
@given(st.integers(2, 9_000), st.sampled_from(["分鐘", "天", "元", "個月"]), st.sampled_from([" ", ""]))
def test_no_pair_leaves_the_old_value_in_source_or_answer(amount: int, unit: str, space: str) -> None:
    from tests.pipelines.dataset.conftest import make_section

    value = f"{amount}{space}{unit}"
    golden = make_section("SOP §1", f"堆高機須於故障後 {value}內通報設備課。")
    made = changed(Shown(name="S", sections=(golden,)), fact(golden, value=value), QUESTION)
    if made is not None:
        assert not holds(made[0].sections[0].text, value)
        assert not holds(made[1].answer, value)


def config(**changes: float) -> Config:
    """A small dataset."""
    fields: dict[str, float] = {"examples": 120, "validation": 8, "held_out": 12} | changes
    return Config(dataset=DatasetConfig(largest_origin=0.9, near_duplicate=0.99, **fields))  # type: ignore[arg-type]


@pytest.fixture
def dataset(company: list[Section]) -> Dataset:
    """What the company gives."""
    return build(company, config(share_without_golden=0.2, share_changed=0.2))


def other_half(example: Example, examples: Sequence[Example]) -> Example:
    """The example that asks the same question over the sources as they are."""
    (other,) = (
        one
        for one in examples
        if one.question == example.question and one.answerable and not one.source_set.endswith(CHANGED)
    )
    return other


def test_both_members_of_a_pair_train_in_one_group(dataset: Dataset) -> None:
    asked = {example.question for example in dataset.train if example.answerable}
    bare = [one for one in dataset.train if one.source_set.endswith(WITHOUT) and one.question in asked]
    assert len(bare) >= 3
    for example in bare:
        if example.answerable:
            continue
        other = other_half(example, dataset.train)
        assert is_refusal(example.answer)
        assert (example.group, example.lineage) == (other.group, other.lineage)
        assert not {other.citations[0]} & {source.key for source in example.sources}


def test_changed_texts_are_in_training_alone_and_their_answers_differ(dataset: Dataset, company: list[Section]) -> None:
    texts = {section.id: section.text for section in company}
    strange = [one for one in dataset.train if any(texts[s.section_id] != s.text for s in one.sources)]
    assert len({one.source_set for one in strange}) >= 3
    assert all(one.source_set.endswith(CHANGED) for one in strange)
    followed = [one for one in strange if any(s.golden and s.text != texts[s.section_id] for s in one.sources)]
    assert any(other_half(one, dataset.train).answer != one.answer for one in followed if one.answerable)
    assert not any(texts[s.section_id] != s.text for one in dataset.validation for s in one.sources)
    hashes = {section.content_hash for section in company}
    assert all(hash_ in hashes for question in dataset.held_out for hash_ in question.golden_hashes)


@pytest.mark.parametrize(("key", "name"), [("share_without_golden", WITHOUT), ("share_changed", CHANGED)])
def test_shares_say_how_many_source_sets_are_pairs(company: list[Section], key: str, name: str) -> None:
    none = build(company, config(share_without_golden=0, share_changed=0))
    some = build(company, config(**({"share_without_golden": 0, "share_changed": 0} | {key: 0.25})))
    sets = {example.source_set for example in some.train}
    assert not any(example.source_set.endswith((WITHOUT, CHANGED)) for example in none.train)
    assert 0.15 <= sum(one.endswith(name) for one in sets) / len(sets) <= 0.27
    assert abs(len(some.train) - len(none.train)) <= 6
