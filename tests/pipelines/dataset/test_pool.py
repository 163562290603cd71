"""Facts are proven when they are asked for, and near misses belong to one section."""

from collections.abc import Callable
from dataclasses import replace

from pipelines.dataset.candidate import Candidate
from pipelines.dataset.config import Config
from pipelines.dataset.misses import Misses
from pipelines.dataset.origins import heading
from pipelines.dataset.origins.table import cell
from pipelines.dataset.pool import Pool
from pipelines.records import Section
from pipelines.retrieval.index import Index

Make = Callable[..., Section]


def pool_of(sections: list[Section], candidates: list[Candidate]) -> Pool:
    """A pool over sections that are all in force."""
    return Pool(candidates, Index.build(sections), Config())


def test_a_fact_that_another_section_states_too_is_rejected_once(section: Make) -> None:
    text = "堆高機須於故障後 14 分鐘內通報設備課。"
    one, copy = section("A §1", text), section("B §1", text)
    facts = list(heading.candidates([one]))
    pool = pool_of([one, copy], facts)
    assert facts
    assert pool.of(one.id) == pool.of(one.id) == []
    assert pool.rejected == {"another section answers it too": len(facts)}
    assert pool.offered(one.id) == facts


def test_the_same_fact_asked_alike_is_kept_once(section: Make) -> None:
    one = section("A §1", "堆高機須於故障後 14 分鐘內通報設備課。")
    facts = list(heading.candidates([one]))
    pool = pool_of([one], facts + facts)
    assert pool.of(one.id) == facts
    assert pool.rejected["asked twice"] == len(facts)


def test_a_section_without_facts_gives_none(section: Make) -> None:
    one = section("A §1", "依規定辦理。")
    pool = pool_of([one], [])
    assert pool.of(one.id, "unknown") == []
    assert Misses([one], pool, 1).of(one.id) == []


def test_a_near_miss_is_near_to_the_first_section_that_asks_for_it(section: Make) -> None:
    # It was drawn for both, and stopped the stage as a leak where they fell on two sides.
    text = "定位追蹤器 GT-1 保固 12 個月。"
    one, other = section("A §1", text), section("B §1", text.replace("12", "12 "))
    facts = [fact for one_ in (one, other) for fact in heading.candidates([one_])]
    pool = pool_of([one], [replace(fact) for fact in facts])
    misses = Misses([one, other], pool, 1)
    first = misses.of(one.id)
    assert first
    assert not {miss.question for miss in first} & {miss.question for miss in misses.of(other.id)}
    assert misses.of(one.id) is first


def test_halves_of_row_names_are_put_together_within_a_document(section: Make) -> None:
    rows = [
        section(
            f"R 第{n}列", f"方案：{name}；運費：NT${n}10", kind="table", cells=(("方案", name), ("運費", f"NT${n}10"))
        )
        for n, name in enumerate(("臺北-甲級", "花蓮-乙級"), 1)
    ]
    pool = pool_of(rows, list(cell.candidates(rows)))
    asked = {miss.question for miss in Misses(rows, pool, 1).of(rows[0].id)}
    assert any("花蓮-甲級" in question for question in asked)


def test_a_question_that_another_section_answers_is_no_near_miss(section: Make) -> None:
    # Training refused it while a held-out section answered it, and the stage stopped.
    one = section("A §1", "定位追蹤器 GT-1 保固 12 個月。")
    (fact, *_) = heading.candidates([one])
    asked = Misses([one], pool_of([one], [fact]), 1).of(one.id)[0].question
    other = section("B §1", "另一段文字。")
    owner = replace(fact, section=other, questions=(asked,))
    assert asked not in {miss.question for miss in Misses([one], pool_of([one], [fact, owner]), 1).of(one.id)}
