"""Records with everything filled in but what a test is about, and a whole evaluated line on disk."""

import atexit
import random
import shutil
import tempfile
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Any

from eval.code import code_hash
from eval.scoring import score_arm
from eval.summaries import summarize_arm
from pipelines.language.citations import BRACKETED
from pipelines.language.prompt import prompt_hash
from pipelines.language.refusal import is_refusal, refusal_for
from pipelines.records import (
    AdapterCard,
    Answer,
    Question,
    Score,
    Section,
    Source,
    Summary,
    read_records,
    write_json,
    write_records,
)
from pipelines.retrieval.index import Index
from pipelines.retrieval.storage import write_index
from pipelines.runtime.files import replacing_file, replacing_folder, verify
from pipelines.runtime.folders import Folders
from pipelines.runtime.tracking import DATABASE, TrackingConfig, open_store

KEY = "SOP-LOG-001 §4.3"
ADAPTER = "a" * 64
SKILLS = {"extractive": 0.3, "base_few_shot": 0.35, "base": 0.2, "candidate": 0.9}
"""Arm → share of questions it gets right in `write_line`."""


def make_question(**changes: Any) -> Question:
    """Returns a question; without changes an answerable one in Chinese."""
    fields: dict[str, Any] = {
        "id": "Q001",
        "language": "zh",
        "audience": "all",
        "question": "出貨異常多久內要通報？",
        "reference": "出貨異常須於 24 小時內通報物流部門。",
        "values": ("24 小時",),
        "golden_keys": (KEY,),
        "golden_hashes": ("h",),
        "origin": "step",
        "answerable": True,
        "group": "g1",
        "lineage": ("SOP-LOG-001#4.3",),
    }
    fields |= changes
    if not fields["answerable"]:
        fields |= {"reference": refusal_for(fields["question"]), "values": (), "golden_keys": (), "golden_hashes": ()}
    return Question(**fields)


def make_answer(text: str = f"24 小時內 [{KEY}]。", **changes: Any) -> Answer:
    """Returns an answer; without changes a grounded one to the default question."""
    source = Source(key=KEY, section_id="SOP-LOG-001#4.3", heading="出貨", text="24 小時內通報。", golden=True)
    fields: dict[str, Any] = {
        "question_id": "Q001",
        "arm": "candidate",
        "text": text,
        "citations": tuple(dict.fromkeys(BRACKETED.findall(text))),
        "invented": (),
        "refused": is_refusal(text),
        "sources": (source,),
        "model": "smollm2_135m",
        "prompt_hash": prompt_hash(),
        "adapter_hash": None,
        "index_hash": "i",
        "finish_reason": "stop",
        "prompt_tokens": 100,
        "completion_tokens": 10,
    }
    return Answer(**(fields | changes))


def make_card(**changes: Any) -> AdapterCard:
    """Returns the card of the candidate."""
    fields: dict[str, Any] = {
        "base_model": "smollm2_135m",
        "base_hash": "b",
        "licence": "Apache-2.0",
        "template": "chatml",
        "prompt_hash": prompt_hash(),
        "dataset_hash": "d",
        "audience": "all",
        "adapter_hash": ADAPTER,
        "rank": 8,
        "alpha": 16,
        "target_modules": ("q_proj",),
        "seed": 7,
        "epochs": 1,
        "learning_rate": 1e-4,
        "examples": 4,
        "source_sets": 1,
        "computed_tokens": 1,
        "supervised_tokens": 1,
        "longest_row": 1,
        "steps": 1,
        "first_loss": 2.0,
        "last_loss": 1.0,
        "validation_loss": None,
    }
    return AdapterCard(**(fields | changes))


def make_questions(count: int, groups: int) -> list[Question]:
    """Returns questions in both languages, one in four unanswerable."""
    return [
        make_question(
            id=f"Q{place:03}",
            group=f"g{place % groups}",
            language="zh" if place % 3 else "en",
            answerable=place % 4 != 0,
            question=f"出貨異常第 {place} 項多久內要通報？" if place % 3 else f"When is exception {place} due?",
        )
        for place in range(count)
    ]


def make_answers(questions: Sequence[Question], arm: str, skill: float, **changes: Any) -> list[Answer]:
    """Returns one answer a question, right in a share of them; the same ones every time."""
    draw = random.Random(arm)
    adapter = {"adapter_hash": ADAPTER} if arm == "candidate" else {}
    model = {"model": "extractive"} if arm == "extractive" else {}
    return [
        make_answer(_said(question, draw, skill), question_id=question.id, arm=arm, **(adapter | model | changes))
        for question in questions
    ]


def _said(question: Question, draw: random.Random, skill: float) -> str:
    right = draw.random() < skill
    if not question.answerable:
        return question.reference if right else f"24 小時內 [{KEY}]。"
    wrong = (f"48 小時內 [{KEY}]。", refusal_for(question.question), "24 小時內 [FAQ-001]。")
    return f"24 小時內 [{KEY}]。" if right else draw.choice(wrong)


def write_line(root: Path, *, skills: dict[str, float] | None = None, count: int = 48, groups: int = 24) -> Folders:
    """Writes sections, questions, an adapter and answers as the stages before `score` leave them."""
    folders = Folders(root)
    section = Section(
        id="SOP-LOG-001#4.3",
        document="SOP-LOG-001",
        title="出貨",
        key=KEY,
        kind="step",
        heading_path=(),
        text="24 小時內通報。",
        language="zh",
        source="sop.docx",
        content_hash="h",
    )
    questions = make_questions(count, groups)
    with replacing_folder(folders.interim) as new:
        write_records(new / "sections.jsonl", [section])
    with replacing_folder(folders.index) as new:
        write_index(new, Index.build([section]))
    with replacing_folder(folders.processed) as new:
        write_records(new / "heldout.jsonl", questions)
    with replacing_folder(folders.adapters / "candidate") as new:
        write_json(new / "adapter_card.json", make_card())
        (new / "adapter_model.safetensors").write_bytes(b"weights")
    for arm, skill in (SKILLS | (skills or {})).items():
        write_answers(folders, arm, make_answers(questions, arm, skill))
    return folders


def write_answers(folders: Folders, arm: str, answers: Sequence[Answer]) -> None:
    """Writes an arm's answers with their manifest."""
    inputs = {"sections": verify(folders.interim), "dataset": verify(folders.processed)}
    inputs["index"] = verify(folders.index)
    with replacing_file(folders.answers / f"{arm}.jsonl", inputs=inputs) as new:
        write_records(new, answers)


def write_scores(folders: Folders, *, metrics: str | None = None) -> Folders:
    """Writes scores and summaries of every arm in `SKILLS`, as `score` leaves them."""
    questions = read_records(folders.processed / "heldout.jsonl", Question)
    inputs = {"dataset": verify(folders.processed), "metrics": metrics or code_hash()}
    scores: list[Score] = []
    summaries: list[Summary] = []
    for arm in SKILLS:
        path = folders.answers / f"{arm}.jsonl"
        inputs[f"answers/{arm}"] = verify(path)
        answers = read_records(path, Answer)
        found = score_arm(questions, answers, arm=arm)
        scores += found
        summaries += summarize_arm(questions, answers, found)
    with replacing_folder(folders.scores, inputs=inputs) as new:
        write_records(new / "scores.jsonl", scores)
        write_records(new / "summary.jsonl", summaries)
    return folders


def copy_store(folders: Folders) -> Folders:
    """Puts a tracking store with empty tables into a data folder; making the tables anew takes seconds each time."""
    folders.tracking.mkdir(parents=True, exist_ok=True)
    shutil.copy(_empty_store(), folders.tracking / DATABASE)
    return folders


@cache
def _empty_store() -> Path:
    root = Path(tempfile.mkdtemp(prefix="empty-store-"))
    atexit.register(shutil.rmtree, root, ignore_errors=True)
    open_store(TrackingConfig(experiment="unused"), Folders(root))
    return Folders(root).tracking / DATABASE
