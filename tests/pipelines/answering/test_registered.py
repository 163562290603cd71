"""What is registered answers elsewhere as it was judged, or refuses to."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from pipelines.answering.arms import ARMS
from pipelines.answering.engine import writer_for
from pipelines.answering.inputs import current_library
from pipelines.answering.path import answer
from pipelines.answering.registered import NEEDED, RegisteredSettings
from pipelines.answering.served import load_served
from pipelines.answering.shown import ask_all
from pipelines.records import Answer
from pipelines.runtime.errors import UserError
from pipelines.runtime.files import replacing_folder
from pipelines.runtime.folders import Folders
from pipelines.runtime.tracking import Store
from tests.pipelines.answering.company import MODELS, QUESTIONS

# PEFT asks transformers for a property by its old name; MLflow uses an old form of SQLAlchemy.
pytestmark = [
    pytest.mark.filterwarnings("ignore:.*is_gradient_checkpointing:FutureWarning"),
    pytest.mark.filterwarnings("ignore::DeprecationWarning"),
]

SAFE = {".json", ".jsonl", ".md", ".npy", ".py", ".safetensors", ".txt", ".typed", ".yaml", ""}
ELSEWHERE = """
import json, sys, mlflow
mlflow.set_tracking_uri(sys.argv[1])
model = mlflow.pyfunc.load_model("models:/groundsmith@champion", model_config={"models_dir": sys.argv[2]})
import pandas, pipelines
table = pandas.DataFrame({"question": json.loads(sys.argv[3])})
answers = model.predict(table)
single = model.predict(json.loads(sys.argv[3])[:1])
print(json.dumps({"code": pipelines.__file__, "answers": answers, "single": single}))
"""


def evaluated(company: Folders, settings: RegisteredSettings) -> list[Answer]:
    library = current_library(company, settings.retrieval)
    writer = writer_for(ARMS["candidate"], library, company, model=settings.model, answer=settings.answer)
    return answer(ask_all(QUESTIONS, "retrieved", library), writer, arm="candidate", library=library)


def artifacts(folder: Path) -> dict[str, str]:
    names = {"adapter": "adapter", "sections": "sections.jsonl", "index": "index", "settings": "settings.json"}
    return {name: str(folder / "artifacts" / path) for name, path in names.items()}


def rewrite(path: Path, **changes: str) -> None:
    content = json.loads(path.read_text(encoding="utf-8")) | changes
    path.write_text(json.dumps(content), encoding="utf-8")


def test_loaded_in_another_process_it_gives_the_evaluated_answers_token_for_token(
    company: Folders, registry: Store, settings: RegisteredSettings, tmp_path: Path
) -> None:
    questions = json.dumps([one.question for one in QUESTIONS])
    done = subprocess.run(
        [sys.executable, "-c", ELSEWHERE, registry.uri, str(MODELS), questions],
        cwd=tmp_path,
        env={**os.environ, "OMP_NUM_THREADS": "1"},
        capture_output=True,
        text=True,
        check=True,
        timeout=240,
    )
    said = json.loads(done.stdout.splitlines()[-1])
    expected = evaluated(company, settings)
    assert [one["text"] for one in said["answers"]] == [one.text for one in expected]
    assert [one["citations"] for one in said["answers"]] == [list(one.citations) for one in expected]
    assert [one["refused"] for one in said["answers"]] == [one.refused for one in expected]
    assert [[shown["key"] for shown in one["sources"]] for one in said["answers"]] == [
        [shown.key for shown in one.sources] for one in expected
    ]
    assert {(one["engine"], one["dtype"]) for one in said["answers"]} == {(one.engine, one.dtype) for one in expected}
    assert said["single"] == said["answers"][:1]
    assert Path(said["code"]).is_relative_to(company.tracking), "the registered code answers, not this checkout's"


def test_nothing_in_it_is_a_pickle_and_the_base_model_is_not_in_it(registered: Path) -> None:
    files = [path for path in registered.rglob("*") if path.is_file()]
    assert {path.suffix for path in files if path.name != "MLmodel"} <= SAFE
    assert not [path for path in files if path.read_bytes()[:1] == b"\x80"]
    assert sum(path.stat().st_size for path in files) < 5_000_000


def test_its_signature_and_requirements_are_stated(registered: Path) -> None:
    from mlflow.models import Model

    signature = Model.load(str(registered)).signature
    assert signature.outputs.input_names() == ["text", "citations", "refused", "engine", "dtype", "sources"]
    requirements = (registered / "requirements.txt").read_text(encoding="utf-8").split()
    assert [line.split("==")[0] for line in requirements] == list(NEEDED)


def test_another_base_model_is_refused(registered: Path) -> None:
    adapter = registered / "artifacts/adapter"
    rewrite(adapter / "adapter_card.json", base_hash="0" * 64)
    with replacing_folder(adapter) as new:  # what was changed is sealed again: the base model itself is compared
        for path in adapter.glob("adapter*"):
            shutil.copy(path, new)
    with pytest.raises(UserError) as caught:
        load_served(artifacts(registered), MODELS)
    assert "belongs to another base model" in caught.value.message


@pytest.mark.parametrize(
    ("what", "name"), [("prompt_hash", "prompt"), ("index_hash", "index"), ("embedder_hash", "embedder")]
)
def test_another_prompt_embedder_or_index_is_refused(registered: Path, what: str, name: str) -> None:
    rewrite(registered / "artifacts/settings.json", **{what: "0" * 64})
    with pytest.raises(UserError) as caught:
        load_served(artifacts(registered), MODELS)
    assert caught.value.message == f"the registered model was judged with another {name}"


def test_other_sections_than_its_index_is_of_are_refused(registered: Path) -> None:
    sections = registered / "artifacts/sections.jsonl"
    sections.write_text("".join(sections.read_text(encoding="utf-8").splitlines(keepends=True)[1:]), encoding="utf-8")
    with pytest.raises(UserError) as caught:
        load_served(artifacts(registered), MODELS)
    assert caught.value.details == ("sections: 0 came, 1 went, 0 changed",)


def test_a_changed_index_is_refused(registered: Path) -> None:
    with (registered / "artifacts/index/data.npy").open("ab") as file:
        file.write(b"0")
    with pytest.raises(UserError) as caught:
        load_served(artifacts(registered), MODELS)
    assert caught.value.details == ("data.npy was changed",)


def test_a_changed_adapter_is_refused(registered: Path) -> None:
    rewrite(registered / "artifacts/adapter/adapter_card.json", base_hash="0" * 64)
    with pytest.raises(UserError) as caught:
        load_served(artifacts(registered), MODELS)
    assert caught.value.details == ("adapter_card.json was changed",)
