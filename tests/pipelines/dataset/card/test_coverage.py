"""Every section is in one state, and what is not asked about has a reason."""

import csv
import io
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from pipelines.dataset.build import build
from pipelines.dataset.card.coverage import ASKED, SHOWN, Covered, by_document, coverage
from pipelines.dataset.card.coverage_text import coverage_csv, coverage_part
from pipelines.dataset.card.lineage import Made
from pipelines.records import Section
from tests.pipelines.dataset.card.conftest import CONFIG
from tests.pipelines.dataset.conftest import make_section


def covered_by(sections: Sequence[Section]) -> list[Covered]:
    return coverage(sections, build(sections, CONFIG), CONFIG)


def test_counts_are_those_of_the_files(made: Made) -> None:
    found = {one.section.id: one for one in coverage(made.sections, made.dataset, made.config)}
    assert found.keys() == {section.id for section in made.sections}
    counts = Counter(id_ for example in made.dataset.train for id_ in example.lineage)
    assert {id_: one.train for id_, one in found.items() if one.train} == counts
    assert sum(one.held_out for one in found.values()) == sum(len(one.lineage) for one in made.dataset.held_out)
    read = [*made.dataset.train, *made.dataset.validation]
    shown = sum(not source.golden for example in read for source in example.sources)
    assert sum(one.shown for one in found.values()) == shown


def test_each_reason_is_found(company: list[Section]) -> None:
    text = "冰箱須於故障後 95 分鐘內通報設備課。"
    others = {
        "may not be cited": make_section("CHAT §1", text, kind="exchange", citable=False),
        "for another audience": make_section("HR §1", text, audience="hr"),
        "not in force": make_section("OLD §1", text, effective_until="2020-01-01"),
        "no fact was found in it": make_section("VOID §1", "依規定辦理。"),
    }
    found = {one.section.id: one for one in covered_by([*company, *others.values()])}
    for reason, section in others.items():
        assert found[section.id].reason == reason
        assert not found[section.id].asked
    assert all(one.reason for one in found.values() if not one.asked)
    assert not any(one.reason for one in found.values() if one.asked)


def test_sections_that_say_the_same_are_named_as_such(company: list[Section]) -> None:
    text = "冰箱須於故障後 95 分鐘內通報設備課。"
    twins = [make_section(f"TWIN-{number} §1", text, heading_path=("冰箱",)) for number in (1, 2)]
    found = {one.section.id: one for one in covered_by([*company, *twins])}
    assert {found[twin.id].reason for twin in twins} == {"its facts stand elsewhere too"}


def test_what_is_kept_apart_beside_a_held_out_question_is_named(made: Made) -> None:
    question = made.dataset.held_out[0]
    items = (*made.dataset.train, *made.dataset.validation, *made.dataset.held_out)
    asked = {id_ for item in items for id_ in item.lineage}
    beside = next(section for section in made.sections if section.id not in asked)
    known = replace(made.dataset.known, groups={beside.id: question.group})
    found = coverage(made.sections, replace(made.dataset, known=known), made.config)
    reasons = {one.section.id: one.reason for one in found}
    assert reasons[beside.id] == "kept apart beside a held-out question"


def test_documents_stand_worst_first_and_untouched_sections_by_their_keys(company: list[Section]) -> None:
    bare = [make_section(f"VOID §{number}", "依規定辦理。") for number in range(1, 15)]
    found = covered_by([*company, *bare])
    assert next(iter(by_document(found))) == "VOID"
    text = coverage_part(found)
    assert "| VOID 設備管理程序 | 14 | 14 | 0 | 0% | 0 | 0 | 0 |" in text
    assert "| VOID | 14 | §1; §10; §11;" in text
    assert "; and 6 more |" in text


def test_facts_that_were_not_drawn_name_the_key_that_draws_more(made: Made) -> None:
    few = replace(CONFIG, dataset=replace(CONFIG.dataset, examples=10))
    text = coverage_part(coverage(made.sections, build(made.sections, few), few))
    assert "sections have facts that were not drawn: more `dataset.examples` ask about them." in text
    assert "not drawn" not in coverage_part([one for one in covered_by(made.sections) if one.asked])
    short = coverage_part(coverage(made.sections, made.dataset, made.config), wanted=7)
    assert "7 training examples more were aimed at than the sections give" in short
    assert "more `dataset.examples`" not in short


def test_kinds_of_sections_add_up_and_say_where_no_fact_was_found(company: list[Section]) -> None:
    found = covered_by([*company, make_section("VOID §1", "依規定辦理。", kind="step")])
    text = coverage_part(found).split("| kind of section |")[1].split("\n\n")[0]
    assert "| step | 1 | 0 | 0% | 1 |" in text
    faq = [one for one in found if one.section.kind == "faq"]
    asked = sum(1 for one in faq if one.asked)
    assert f"| faq | {len(faq)} | {asked} |" in text


def test_states_add_up_to_all_sections(made: Made) -> None:
    found = coverage(made.sections, made.dataset, made.config)
    states = Counter(one.state for one in found)
    assert states.total() == len(made.sections)
    assert states[ASKED] > 0
    assert SHOWN not in states or states[SHOWN] > 0


def test_the_list_has_a_line_for_each_section_and_no_formula(company: list[Section]) -> None:
    found = covered_by([*company, make_section("=EVIL §1", "依規定辦理。")])
    text = coverage_csv(found)
    assert text.startswith("\ufeffdocument,")
    rows = list(csv.DictReader(io.StringIO(text.removeprefix("\ufeff"))))
    assert [row["section"].lstrip("'") for row in rows] == [one.section.id for one in found]
    assert rows[0]["document"] == "'=EVIL"
