"""The dataset stage through its command line: files, card, and the same bytes twice."""

import subprocess
import sys
from hashlib import sha256
from pathlib import Path

import pytest

from pipelines.records import Example, Question, Section, read_records
from pipelines.runtime.files import verify
from pipelines.runtime.folders import Folders
from tests.pipelines.answering.company import write_sections
from tests.pipelines.models.tiny import tokenizer_alone

ROOT = Path(__file__).parents[2]
THINGS = (
    "堆高機",
    "棧板車",
    "冷凍櫃",
    "封箱機",
    "掃描器",
    "貨架",
    "電動門",
    "輸送帶",
    "磅秤",
    "吊車",
    "烘碗機",
    "印表機",
)
SETTINGS = ("dataset.examples=40", "dataset.validation=4", "dataset.held_out=12", "dataset.largest_origin=1.0")


def sections() -> list[Section]:
    """Sections that each state an amount of their own."""
    made = []
    for number, thing in enumerate(THINGS, 1):
        text = f"{thing}須於故障後 {number * 7} 分鐘內通報設備課。{thing}保養費每次 NT${number * 1_130}。"
        made.append(
            Section(
                id=f"SOP@1#§{number}",
                document="SOP",
                title="設備管理",
                key=f"SOP §{number}",
                kind="prose",
                heading_path=(f"{number} {thing}保養",),
                text=text,
                language="zh",
                source="sop.docx",
                content_hash=sha256(text.encode()).hexdigest(),
            )
        )
    return made


def run(data: Path, *overrides: str) -> subprocess.CompletedProcess[str]:
    """Runs the stage on a data folder, with a model that is not there, so that nothing is converted."""
    keys = (
        "dataset.hold_out_keys=[]",
        "dataset.near_duplicate=0.99",
        "model=llama3_8b",
        "retrieval=bm25",
        *SETTINGS,
        *overrides,
    )
    return subprocess.run(
        [sys.executable, "-m", "pipelines.dataset", f"data_dir={data}", *keys],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """A data folder with sections in it."""
    write_sections(Folders(tmp_path), sections())
    return tmp_path


def test_the_stage_writes_three_files_and_a_card_with_its_pictures(data: Path) -> None:
    result = run(data)
    assert result.returncode == 0, result.stderr
    folder = data / "processed"
    assert sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*")) == [
        "card.md",
        "coverage.csv",
        "heldout.jsonl",
        "manifest.json",
        "plots",
        "plots/counts.svg",
        "plots/coverage.svg",
        "train.jsonl",
        "validation.jsonl",
    ]
    train = read_records(folder / "train.jsonl", Example)
    held = read_records(folder / "heldout.jsonl", Question)
    assert {example.group for example in train}.isdisjoint(question.group for question in held)
    assert f"| items | {len(train)} |" in (folder / "card.md").read_text(encoding="utf-8")
    assert "Tokens are not counted" in (folder / "card.md").read_text(encoding="utf-8")
    assert "training examples" in result.stdout
    assert "sections are asked about" in result.stdout


def written(data: Path) -> dict[str, bytes]:
    """Returns what the stage wrote, by name."""
    folder = data / "processed"
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_the_same_sections_give_the_same_bytes(data: Path) -> None:
    assert run(data).returncode == 0
    first = written(data)
    assert run(data).returncode == 0
    assert written(data) == first


def test_a_model_changes_the_card_and_no_example_and_an_export_reads_what_is_there(data: Path, tmp_path: Path) -> None:
    assert run(data).returncode == 0
    first, seal = written(data), verify(data / "processed")
    model = tokenizer_alone(tmp_path / "tiny")
    choice = (f"model.source={model.source}", "model.template=chatml", "model.four_bit=false")
    result = run(data, *choice)
    assert result.returncode == 0, result.stderr
    assert "lengths: the longest source set has " in " ".join(result.stdout.split())
    changed = {name for name, content in written(data).items() if first.get(name) != content}
    assert changed == {"card.md", "manifest.json", "plots/lengths.svg"}
    # What answers and scores name as their dataset is the same one.
    assert verify(data / "processed") == seal
    exported = run(data, *choice, "export=messages")
    assert exported.returncode == 0, exported.stderr
    lines = (data / "exports" / "messages" / "train.jsonl").read_text(encoding="utf-8").splitlines()
    assert len(lines) == len(first["train.jsonl"].splitlines())


@pytest.mark.parametrize(
    "override",
    [
        "seed=8",
        "dataset.examples=20",
        "dataset.validation=8",
        "dataset.held_out=4",
        "dataset.held_out_per_group=1",
        "dataset.share_unanswerable=0.0",
        "dataset.share_without_golden=0.6",
        "dataset.share_changed=0.6",
        "dataset.question_sheets=[{data}/asked.csv]",
        "dataset.questions_per_set=2",
        "dataset.largest_origin=0.4",
        "dataset.near_duplicate=0.8",
        "dataset.hold_out_keys=['SOP §3']",
        "retrieval.sources=2",
        "retrieval.as_of='2024-01-01'",
        "dataset.audience=hr",
    ],
)
@pytest.mark.slow
def test_each_key_changes_what_is_made(data: Path, override: str) -> None:
    made = sections()
    made.append(_with(made[0], audience="hr", number=90))
    made.append(_with(made[1], effective_from="2024-06-01", number=91))
    write_sections(Folders(data), made)
    sheet = "question,answer,key\n堆高機壞掉多久內要講？,7 分鐘,SOP §1\n"
    (data / "asked.csv").write_text(sheet, encoding="utf-8")
    assert run(data).returncode == 0
    first = (data / "processed" / "manifest.json").read_bytes()
    result = run(data, override.format(data=data))
    assert result.returncode == 0, result.stderr
    assert (data / "processed" / "manifest.json").read_bytes() != first


def _with(section: Section, *, number: int, audience: str = "all", effective_from: str | None = None) -> Section:
    from dataclasses import replace

    text = f"烤箱{number}須於故障後 {number} 秒內通報設備課，折舊 {number} 年。"
    return replace(
        section,
        id=f"SOP@1#§{number}",
        key=f"SOP §{number}",
        heading_path=(f"{number} 烤箱{number}規定",),
        text=text,
        audience=audience,
        effective_from=effective_from,
    )
