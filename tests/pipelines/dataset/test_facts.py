"""Facts are the same however many processes find them."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from pipelines.dataset import facts
from pipelines.dataset.build import build
from pipelines.dataset.config import Config, DatasetConfig
from pipelines.dataset.facts import proven
from pipelines.dataset.origins import ORIGINS, WITHIN_DOCUMENTS
from pipelines.records import Section
from pipelines.records.files import write_records
from pipelines.runtime import parallel
from pipelines.runtime.parallel import Engine


@pytest.fixture
def sections(company: list[Section]) -> list[Section]:
    """The company, with a table of which a row may not be shown and a chat about it."""
    rows = [
        replace(
            company[0],
            id=f"TAB-EQ@1#{number}",
            document="TAB-EQ",
            key=f"TAB-EQ 第{number}列",
            kind="table",
            heading_path=(),
            text=f"設備：{name}；押金：NT${number * 1_001}",
            cells=(("設備", name), ("押金", f"NT${number * 1_001}")),
        )
        for number, name in enumerate(("大型堆高機", "小型堆高機", "電動棧板車"), 1)
    ]
    asked, answer = "大型堆高機的押金要多少錢？", "要 NT$1,001。"
    chat = replace(
        company[0],
        id="CHAT@1#1",
        document="CHAT",
        key="CHAT 1",
        kind="exchange",
        text=f"{asked}\n{answer}",
        cells=(("question", asked), ("answer", answer)),
        citable=False,
    )
    return [*sorted([*company, *rows], key=lambda section: section.id), chat]


@pytest.mark.parametrize("workers", [2, 4])
def test_any_number_of_processes_finds_the_same_facts_of_the_very_same_sections(
    workers: int, sections: list[Section], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(parallel, "PATIENCE", 0.0)
    monkeypatch.setattr(facts, "_BATCH", 4)
    visible = frozenset(section.id for section in sections if section.citable and not section.id.endswith("#2"))
    alone, why = proven(sections, visible, workers=1)
    assert alone
    assert why["golden section may not be shown"] > 0
    assert proven(sections, visible, workers=workers) == (alone, why)
    ours = {id(section) for section in sections}
    shared = proven(sections, visible, workers=workers)[0]
    assert all(id(one.section) in ours for candidate in shared for one in candidate.facts)


def test_any_number_of_processes_writes_the_same_bytes(
    sections: list[Section], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(parallel, "PATIENCE", 0.0)
    monkeypatch.setattr(facts, "_BATCH", 4)
    shared_out = parallel._shared_out
    shared: list[int] = []

    def counted(function: object, items: Sequence[object], workers: int, engine: Engine) -> Iterable[object]:
        shared.append(workers)
        return shared_out(function, items, workers, engine)  # type: ignore[arg-type]

    monkeypatch.setattr(parallel, "_shared_out", counted)
    kept = DatasetConfig(examples=60, validation=8, held_out=20, near_duplicate=0.99)
    written: dict[int, list[bytes]] = {}
    for workers in (1, 2, 4):
        made = build(sections[::-1], Config(dataset=kept, workers=workers))
        for name, records in (("train", made.train), ("validation", made.validation), ("heldout", made.held_out)):
            write_records(tmp_path / name, records)
            written.setdefault(workers, []).append((tmp_path / name).read_bytes())
    assert written[1] == written[2] == written[4]
    assert all(written[1])
    assert shared == [2, 4]


@pytest.mark.parametrize("place", sorted(WITHIN_DOCUMENTS))
def test_an_origin_that_is_said_to_look_at_one_document_at_a_time_finds_the_same_in_all_at_once(
    place: int, sections: list[Section]
) -> None:
    documents = dict.fromkeys(section.document for section in sections)
    apart = [
        candidate
        for document in documents
        for candidate in ORIGINS[place]([section for section in sections if section.document == document])
    ]
    assert apart == list(ORIGINS[place](sections))
