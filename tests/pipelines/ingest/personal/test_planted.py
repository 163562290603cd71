"""Planted identifiers: how many are found, and that none of them is in anything the stage writes."""

import csv
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest

from benchmarks.personal_data.generate import Part, Sample, samples
from benchmarks.personal_data.measure import Counts, measure, squeezed
from pipelines.ingest.personal.redactor import count

ROOT = Path(__file__).resolve().parents[4]
CHECKED = ("national_id", "resident_id", "company_number", "card", "mobile", "landline", "email")


@pytest.fixture(scope="module")
def counted() -> dict[str, Counts]:
    """What happened to the samples of each part."""
    return {part: measure(samples(part, rounds=6, seed=11)) for part in ("tuning", "heldout")}


@pytest.mark.parametrize("part", ["tuning", "heldout"])
def test_what_has_a_check_digit_or_a_shape_of_its_own_is_found_nearly_always(
    counted: dict[str, Counts], part: Part
) -> None:
    counts = counted[part]
    for kind in CHECKED:
        assert counts[kind, "gone"] >= 0.995 * counts[kind, "planted"], kind


@pytest.mark.parametrize(("part", "least"), [("tuning", 0.99), ("heldout", 0.95)])
def test_names_addresses_and_labelled_numbers_are_found_mostly(
    counted: dict[str, Counts], part: Part, least: float
) -> None:
    counts = counted[part]
    for kind in ("name", "surname", "address", "bank_account", "passport", "birth_date", "plate", "medical_record"):
        assert counts[kind, "gone"] >= least * counts[kind, "planted"], kind


@pytest.mark.parametrize("part", ["tuning", "heldout"])
def test_ninety_nine_of_a_hundred_texts_keep_everything_else(counted: dict[str, Counts], part: Part) -> None:
    counts = counted[part]
    assert counts["all", "untouched"] >= 0.985 * counts["all", "texts"]


def test_texts_without_an_identifier_come_out_unchanged() -> None:
    harmless = [sample for sample in samples("tuning", rounds=10) if not sample.plants]
    counts = measure(harmless)
    assert counts["all", "texts"] > 250
    assert counts["all", "untouched"] == counts["all", "texts"]


def test_the_generator_makes_the_same_texts_from_the_same_seed() -> None:
    assert samples("tuning", rounds=2, seed=3) == samples("tuning", rounds=2, seed=3)
    assert samples("tuning", rounds=2, seed=3) != samples("tuning", rounds=2, seed=4)


def written(folder: Path) -> dict[str, str]:
    """Every file below a folder, by name, names included in what is looked through."""
    files = sorted(path for path in folder.rglob("*") if path.is_file())
    return {
        path.relative_to(folder).as_posix(): path.name + "\n" + path.read_text("utf-8", errors="ignore")
        for path in files
    }


def put(folder: Path, place: int, sample: Sample) -> None:
    """Writes a sample as a file of its own kind: a table, a chat, a text, or an empty note with a telling name."""
    block = sample.reading.blocks[0]
    if block.kind == "table":
        with (folder / f"T-{place}.csv").open("w", encoding="utf-8", newline="") as file:
            csv.writer(file).writerows([block.header, *block.rows])
    elif block.kind == "exchange":
        said = [f"14:{minute:02d}\t{row[0]}\t{row[2]}" for minute, row in enumerate(block.rows)]
        text = "\n".join(["[LINE] 客服群的聊天記錄", "儲存日期：2024/05/31 18:02", "", "2024/05/03（五）", *said])
        (folder / f"C-{place}.txt").write_text(text, encoding="utf-8")
    elif sample.template.endswith((".pdf", ".jpg", ".docx", ".xlsx")):
        name = block.text.rpartition(".")[0]
        (folder / f"{name} {place}.txt").write_text("無事。\n", encoding="utf-8")
    else:
        text = "\n".join(block.text for block in sample.reading.blocks)
        (folder / f"N-{place}.md").write_text(f"# 紀錄\n\n{text}\n", encoding="utf-8")


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> tuple[list[Sample], Path, str]:
    """The stage over a folder with an identifier of every kind in each file, and all that it printed."""
    made = samples("tuning", rounds=1, seed=5)
    folder = tmp_path_factory.mktemp("planted")
    (folder / "raw").mkdir()
    for place, sample in enumerate(made):
        put(folder / "raw", place, sample)
    hotlines = "hotlines: [02-0000-5810, service@lanpan.example]\n"
    (folder / "raw" / "corpus.yaml").write_text(hotlines, encoding="utf-8")
    overrides = (f"corpus.path={folder / 'raw'}", f"data_dir={folder / 'out'}", f"corpus.secret={folder / 'key'}")
    command = [sys.executable, "-m", "pipelines.ingest", *overrides, "corpus.max_loss=1"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, encoding="utf-8", check=False)
    assert done.returncode == 0, done.stderr
    return made, folder / "out", done.stdout + done.stderr


@pytest.mark.slow
def test_no_planted_value_is_in_any_file_that_the_stage_writes(run: tuple[list[Sample], Path, str]) -> None:
    made, folder, printed = run
    texts = written(folder) | {"printed": printed}
    assert {"interim/sections.jsonl", "interim/quarantine.jsonl", "interim/accounts.jsonl"} <= set(texts)
    flat = {name: squeezed(text) for name, text in texts.items()}
    before = squeezed("".join(written(folder.parent / "raw").values()))
    assert all(squeezed(plant.raw) in before for sample in made for plant in sample.plants if "cells" not in plant.how)
    found: Counter[str] = Counter()
    for plant in (plant for sample in made for plant in sample.plants):
        for name, text in texts.items():
            # Two signs, or eight digits of a date, also stand in other words: they are looked for as written.
            short = len(squeezed(plant.raw)) < 3 or plant.kind in ("surname", "birth_date")
            seen = plant.raw in text if short else squeezed(plant.raw) in flat[name]
            found[f"{plant.how} in {name.split('/')[0]}"] += seen and plant.kind != "surname"
    assert +found == Counter()


@pytest.mark.slow
def test_pseudonyms_stand_where_the_values_stood(run: tuple[list[Sample], Path, str]) -> None:
    made, folder, _ = run
    sections = (folder / "interim" / "sections.jsonl").read_text(encoding="utf-8")
    assert count(sections) > sum(len(sample.plants) for sample in made) * 0.7
    for kept in ("02-0000-5810", "service@lanpan.example", "勞動基準法", "申報價值"):
        assert kept in sections
