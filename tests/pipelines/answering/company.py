"""A company of five sections, its questions and examples, and an adapter nobody trained: enough to answer for real."""

import atexit
import hashlib
import shutil
import tempfile
import warnings
from collections.abc import Sequence
from dataclasses import replace
from functools import cache
from pathlib import Path

from pipelines.language.prompt import prompt_hash
from pipelines.models.base import LoadedModel, load_model
from pipelines.models.config import ModelConfig
from pipelines.records import AdapterCard, Example, Question, Section, Source, write_json, write_records
from pipelines.retrieval.config import RetrievalConfig
from pipelines.retrieval.index import Index
from pipelines.retrieval.storage import write_index
from pipelines.runtime.files import replacing_folder, sha256_of, verify
from pipelines.runtime.folders import Folders

ROOT = Path(__file__).resolve().parents[3]
MODELS = ROOT / "data" / "models"
SMOLLM2 = ModelConfig(
    name="smollm2_135m", source="package:smollm2_135m", template="chatml", licence="Apache-2.0", max_length=2048
)


def section(key: str, text: str, *, title: str = "出貨作業程序", language: str = "zh", **more: object) -> Section:
    content = hashlib.sha256(f"{key}\n{text}".encode()).hexdigest()
    made = Section(
        id=f"{key.split(' ')[0]}@1#{key.split(' ')[-1]}",
        document=key.split(" ")[0],
        title=title,
        key=key,
        kind="prose",
        heading_path=(),
        text=text,
        language="en" if language == "en" else "zh",
        source=f"{key.split(' ')[0]}.md",
        content_hash=content,
    )
    return replace(made, **more)  # type: ignore[arg-type]


NOTICE = section("SOP-LOG-001 §4.3", "出貨異常須於 24 小時內通報物流部門。由倉儲主管核定是否補發貨物。")
LEAVE = section("HR-001 第三條", "特別休假應於三天前向主管申請，遇急事得當日申請。", title="請假辦法")
TRAVEL = section("FIN-002 第五條", "國內出差住宿費每日上限為 NT$2,400。", title="差旅費辦法")
VPN = section(
    "IT-004 §2.1", "The VPN password expires after 90 days. Call the help desk.", title="IT Guide", language="en"
)
HIDDEN = section("HR-009 第一條", "主管獎金為兩個月。出貨異常亦納入考核。", title="主管獎金辦法", audience="hr")
SECTIONS = (NOTICE, LEAVE, TRAVEL, VPN, HIDDEN)


def question(golden: Section | None, text: str, *, values: tuple[str, ...] = (), id_: str = "q1") -> Question:
    return Question(
        id=id_,
        language="en" if golden is VPN else "zh",
        audience="all",
        question=text,
        reference="、".join(values),
        values=values,
        golden_keys=(golden.key,) if golden else (),
        golden_hashes=(golden.content_hash,) if golden else (),
        origin="faq",
        answerable=golden is not None,
        group=golden.id if golden else "none",
        lineage=(golden.id,) if golden else (),
    )


QUESTIONS = (
    question(NOTICE, "出貨異常多久內要通報？", values=("24 小時", "物流部門"), id_="q1"),
    question(LEAVE, "特別休假要多久前申請？", values=("三天",), id_="q2"),
    question(VPN, "When does the VPN password expire?", values=("90 days",), id_="q3"),
    question(None, "員工餐廳幾點開門？", id_="q4"),
)


def source(of: Section, *, golden: bool = False) -> Source:
    return Source(key=of.key, section_id=of.id, heading=of.heading, text=of.text, golden=golden)


def example(golden: Section | None, text: str, answer: str, *, id_: str, quote: str = "") -> Example:
    shown = (golden, TRAVEL) if golden else (LEAVE, TRAVEL)
    return Example(
        id=id_,
        language="en" if golden is VPN else "zh",
        audience="all",
        question=text,
        sources=tuple(source(one, golden=one is golden) for one in shown),
        answer=answer,
        citations=(golden.key,) if golden else (),
        quotes=(quote,) if quote else (),
        origin="faq",
        answerable=golden is not None,
        group=id_,
        source_set=id_,
        lineage=(golden.id,) if golden else (),
    )


EXAMPLES = (
    example(NOTICE, "異常由誰核定？", "由倉儲主管核定 [SOP-LOG-001 §4.3]。", id_="e1", quote="由倉儲主管核定"),
    example(VPN, "Whom do I call?", "The help desk [IT-004 §2.1].", id_="e2", quote="Call the help desk."),
    example(None, "停車費多少？", "所提供的文件沒有這個問題的答案。", id_="e3"),
)


def write_company(root: Path, *, trained: bool = False) -> Folders:
    """Writes sections, examples and questions as the stages before would, and an adapter where asked for."""
    folders = Folders(root)
    write_sections(folders, SECTIONS)
    with replacing_folder(folders.processed) as new:
        write_records(new / "train.jsonl", EXAMPLES)
        write_records(new / "validation.jsonl", EXAMPLES)
        write_records(new / "heldout.jsonl", QUESTIONS)
    if trained:
        shutil.copytree(random_adapter(), folders.adapters / "candidate")
        folders.models.symlink_to(MODELS)
    return folders


def write_sections(folders: Folders, sections: Sequence[Section], config: RetrievalConfig | None = None) -> None:
    """Writes sections and their index, as `ingest` and `index` would."""
    with replacing_folder(folders.interim) as new:
        write_records(new / "sections.jsonl", sections)
    with replacing_folder(folders.index, inputs={"sections": verify(folders.interim)}) as new:
        write_index(new, Index.build(sections, config=config))


@cache
def random_adapter() -> Path:
    """Makes, once a run, an adapter of random weights that are large enough to change what the model says."""
    import torch
    from peft import LoraConfig, get_peft_model

    torch.set_num_threads(1)  # a machine that does other things waits long for a second thread
    folder = Path(tempfile.mkdtemp(prefix="adapter-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    base = load_model(SMOLLM2, MODELS)
    torch.manual_seed(3)
    config = LoraConfig(r=4, lora_alpha=8, target_modules=["q_proj", "v_proj"], init_lora_weights=False)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", FutureWarning)  # PEFT asks transformers for a property by its old name
        model = get_peft_model(base.model, config)
    with replacing_folder(folder / "candidate") as new:
        model.save_pretrained(new)
        write_json(new / "adapter_card.json", _card(base, sha256_of(new / "adapter_model.safetensors")))
    return folder / "candidate"


def _card(base: LoadedModel, adapter_hash: str) -> AdapterCard:
    return AdapterCard(
        base_model=base.name,
        base_hash=base.base_hash,
        licence="Apache-2.0",
        template=base.template,
        prompt_hash=prompt_hash(),
        dataset_hash="0" * 64,
        audience="all",
        adapter_hash=adapter_hash,
        rank=4,
        alpha=8,
        target_modules=("q_proj", "v_proj"),
        seed=3,
        epochs=1,
        learning_rate=0.0,
        examples=0,
        source_sets=0,
        computed_tokens=0,
        supervised_tokens=0,
        longest_row=0,
        steps=0,
        first_loss=0.0,
        last_loss=0.0,
        validation_loss=None,
    )
