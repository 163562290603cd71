"""Makes the starter: the adapter that a company's training goes on from.

    python data/starter_sources/build.py --squad DRCD_dev.json --work FOLDER

First course: practice companies, which go through the product's own `ingest`, `index` and `dataset`, and reading
practice. Second course: passages, whose questions are in people's own words, with a part of the first so that it is not
forgotten. What is finished in the work folder is not made again. It takes an hour and a half on two cores.
"""

import argparse
import json
import random
import shutil
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

from companies import write_company  # noqa: E402
from passages import passage_examples  # noqa: E402
from reading import reading_examples  # noqa: E402

from pipelines.records import AdapterCard, Example, read_json, read_records, write_json, write_records  # noqa: E402
from pipelines.runtime.files import replacing_folder, sha256_of  # noqa: E402
from pipelines.train.rehearsal import FILE as REHEARSAL  # noqa: E402

COMPANIES = 12
OF_A_COMPANY = 110
READING = 1200
SEED = 7
KEPT = 4
"""One source set of the first course in so many is in the second too."""
REHEARSED = 48
"""Source sets of passages that the starter brings for a company's training."""
TRAINING = ("train.batch_rows=4", "train.token_budget=0", f"seed={SEED}")


def main() -> None:
    """Runs the whole making."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", maxsplit=1)[0])
    parser.add_argument("--squad", type=Path, required=True, help="DRCD_dev.json, or another file in its format")
    parser.add_argument("--work", type=Path, required=True, help="folder for what is made on the way")
    parser.add_argument("--model", default="gemma3_270m")
    arguments = parser.parse_args()
    work: Path = arguments.work
    folders = [work / "companies" / f"{place:02}" for place in range(COMPANIES)]
    for place, folder in enumerate(folders):
        _make_company(place, folder)
    first = [*reading_examples(arguments.squad, READING, SEED), *_read(folders, "train")]
    checked = _read(folders, "validation")
    practised = _course(work / "first", first, checked, arguments.model, starter="null")
    passages, unseen = passage_examples(SEED)
    second = work / "second"
    adapter = _course(second, [*passages, *_part(first)], unseen, arguments.model, starter=str(practised))
    _keep(adapter, _rehearsed(), ROOT / "data" / "starters" / arguments.model)


def _course(folder: Path, examples: Sequence[Example], checked: Sequence[Example], model: str, *, starter: str) -> Path:
    """Trains on examples, unless that is done, and returns the adapter's folder."""
    adapter = folder / "adapters" / "candidate"
    if not (adapter / "manifest.json").exists():
        with replacing_folder(folder / "processed") as processed:
            write_records(processed / "train.jsonl", examples)
            write_records(processed / "validation.jsonl", checked)
        _stage("train", f"model={model}", f"model.starter={starter}", *TRAINING, f"data_dir={folder}")
    return adapter


def _part(examples: Sequence[Example]) -> list[Example]:
    """Returns the examples of one source set in so many."""
    sets = {*sorted({example.source_set or example.id for example in examples})[::KEPT]}
    return [example for example in examples if (example.source_set or example.id) in sets]


def _make_company(place: int, folder: Path) -> None:
    """Takes one company from its documents to its examples, unless that is done."""
    data = f"data_dir={folder / 'data'}"
    if (folder / "data" / "processed" / "manifest.json").exists():
        return
    shutil.rmtree(folder, ignore_errors=True)
    write_company(place, folder / "documents")
    _stage("ingest", f"corpus.path={folder / 'documents'}", data)
    _stage("index", "retrieval=bm25", data)
    wanted = (f"dataset.examples={OF_A_COMPANY}", "dataset.held_out=0")
    _stage("dataset", "dataset=default", "retrieval=bm25", *wanted, data)


def _stage(name: str, *overrides: str) -> None:
    subprocess.run([sys.executable, "-m", f"pipelines.{name}", *overrides], cwd=ROOT, check=True)


def _read(folders: Sequence[Path], split: str) -> list[Example]:
    """Reads the examples of companies; two companies may have a document of one id, so ids say whose they are."""
    return [
        replace(one, id=f"{folder.name}/{one.id}", source_set=one.source_set and f"{folder.name}/{one.source_set}")
        for folder in folders
        for one in read_records(folder / "data" / "processed" / f"{split}.jsonl", Example)
    ]


def _rehearsed() -> list[Example]:
    """Returns passages for a company's training, their sections dealt out anew."""
    passages, _ = passage_examples(SEED + 1)
    names = sorted({example.source_set for example in passages})
    chosen = random.Random(SEED).sample(names, REHEARSED)
    return [example for name in chosen for example in passages if example.source_set == name]


def _keep(adapter: Path, rehearsed: Sequence[Example], target: Path) -> None:
    """Copies the adapter with its weights in bfloat16, which are half as large and train on as well."""
    import torch
    from safetensors.torch import load_file, save_file

    with replacing_folder(target) as folder:
        weights = load_file(adapter / "adapter_model.safetensors")
        path = folder / "adapter_model.safetensors"
        save_file({name: weights[name].to(torch.bfloat16) for name in sorted(weights)}, path, {"format": "pt"})
        shutil.copy(adapter / "adapter_config.json", folder)
        card = read_json(adapter / "adapter_card.json", AdapterCard)
        write_records(folder / REHEARSAL, rehearsed)
        write_json(folder / "adapter_card.json", replace(card, adapter_hash=sha256_of(path)))
        sys.stdout.write(json.dumps({"starter": str(target), "bytes": path.stat().st_size}) + "\n")


if __name__ == "__main__":
    main()
