"""The answer stage with an engine behind an endpoint, through its command line."""

import json
import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import pytest

from pipelines.language.prompt import render
from pipelines.models.tokenizer import load_tokenizer
from pipelines.models.tokens import control_tokens, encode_prompt
from pipelines.records import Answer, read_records
from pipelines.runtime.folders import Folders
from tests.pipelines.answering.company import QUESTIONS, ROOT, write_company
from tests.pipelines.models.chat_server import NO_WAIT, ChatServer, Said, continuation, serving
from tests.pipelines.models.test_engines import LLAMA, OLLAMA, VLLM
from tests.pipelines.models.tiny import tokenizer_alone

WITHOUT_TORCH = """
import sys
from pipelines.answer.__main__ import Config, __doc__, main, work
try:
    main("answer", Config, work, __doc__)
finally:
    loaded = {"torch", "transformers"} & set(sys.modules)
    print("LOADED", sorted(loaded))
"""


@pytest.fixture
def folders(tmp_path: Path) -> Folders:
    return write_company(tmp_path / "data")


def run(folders: Folders, *arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    model = tokenizer_alone(folders.root.parent / "tiny")
    keys = ("model=smollm2_135m", f"model.source={model.source}", "answer.max_new_tokens=8", "answer.engine.retries=0")
    return subprocess.run(
        [
            sys.executable,
            "-c",
            WITHOUT_TORCH,
            f"data_dir={folders.root}",
            "retrieval=bm25",
            "arm=base",
            *keys,
            *arguments,
        ],
        cwd=ROOT,
        env={**os.environ, **environment},
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )


def engine(server: ChatServer, **keys: object) -> list[str]:
    return [f"answer.engine.{name}={value}" for name, value in ({"url": server.url, "base": "base"} | keys).items()]


def answers(folders: Folders) -> list[Answer]:
    return read_records(folders.answers / "base.jsonl", Answer)


def test_the_prompts_are_ours_the_answers_cite_keys_and_the_record_says_who_wrote_it(folders: Folders) -> None:
    with serving(lambda _: Said(continuation(" 24 小時內 [1]。", finish="length")), VLLM) as server:
        done = run(folders, *engine(server, dtype="bfloat16", concurrency=1))
    assert done.returncode == 0, done.stderr
    assert "LOADED []" in done.stdout, "an engine that writes needs no weights here, and no library for them"
    assert "written by vllm 0.11.0 (bfloat16)" in done.stdout
    made = answers(folders)
    assert [one.question_id for one in made] == [one.id for one in QUESTIONS]
    assert {(one.engine, one.dtype, one.model, one.finish_reason) for one in made} == {
        ("vllm 0.11.0", "bfloat16", "smollm2_135m", "length")
    }
    assert made[0].citations == (made[0].sources[0].key,)
    model = load_tokenizer(tokenizer_alone(folders.root.parent / "tiny"), folders.models)
    marks = control_tokens(model.tokenizer)
    rendered = [
        render(one.question, said.sources, control_tokens=marks) for one, said in zip(QUESTIONS, made, strict=True)
    ]
    expected = [[t for piece in encode_prompt(model.tokenizer, one, "chatml") for t in piece] for one in rendered]
    assert [call["prompt"] for call in server.received] == expected


def test_what_was_answered_before_a_failure_is_kept_and_the_rest_is_asked(folders: Folders) -> None:
    def fails_at_the_third(_: dict[str, Any]) -> Said:
        too_many = len(server.received) > 2
        return Said({}, status=500, headers=NO_WAIT) if too_many else Said(continuation(" 三天 [1]。"))

    with serving(fails_at_the_third, VLLM) as server:
        keys = engine(server, concurrency=1)
        failed = run(folders, *keys)
        assert failed.returncode == 2
        assert failed.stderr.replace(server.url.split("/")[2], "HOST") == (
            "error: the engine at HOST did not answer a question\n"
            "  its own error, HTTP 500, after 0 tries more where that could help\n\n"
            "hint: look at the engine's log, and run the same command again: answers that came are kept and not asked "
            "again\n"
        )
        assert not (folders.answers / "base.jsonl").exists()
        asked = [call["prompt"] for call in server.received]
        server.received.clear()
        again = run(folders, *keys)
        assert again.returncode == 0, again.stderr
        assert "an earlier run had written: 2" in again.stdout
        assert server.received[0]["prompt"] == asked[2]
        assert len(server.received) == 2
        before = (folders.answers / "base.jsonl").read_bytes()
        server.received.clear()
        # Another name at the endpoint may be another model.
        with_other = run(folders, *engine(server, base="base2", concurrency=1, prompt="text"))
        assert with_other.returncode == 2
        assert "serves no model `base2`" in with_other.stderr
        run(folders, *engine(server, dtype="float16", concurrency=1))
        assert len(server.received) > 1, "another dtype is another answer"
    assert before == (folders.answers / "base.jsonl").read_bytes(), "earlier answers stay when a run fails"


def test_a_model_without_a_name_at_the_endpoint_is_not_answered_by_another(folders: Folders) -> None:
    with serving(lambda _: Said(continuation(" a")), VLLM) as server:
        done = run(folders, f"answer.engine.url={server.url}", "answer.engine.candidate=c")
    assert done.returncode == 2
    assert done.stderr.replace(server.url.split("/")[2], "HOST") == (
        "error: `answer.engine.base` is empty, and an engine is configured\n"
        "  the endpoint at HOST is asked by a name of its own for each model\n\n"
        "hint: name what it serves: `answer.engine.base=NAME`, or leave out the arms of the base\n"
    )
    assert server.received == []


def test_ollama_gets_texts_and_says_so_when_it_is_to_get_tokens(folders: Folders) -> None:
    with serving(lambda _: Said(continuation(" a")), OLLAMA) as server:
        done = run(folders, *engine(server))
        assert done.returncode == 2
        assert "ollama 0.12.1 at" in done.stderr
        assert "set `answer.engine.prompt=text`" in done.stderr
        done = run(folders, *engine(server, prompt="text"))
    assert done.returncode == 0, done.stderr
    assert all(call["prompt"].startswith("<|im_start|>user\n") for call in server.received)
    assert "`answer.engine.dtype` would say so in the record" in " ".join(done.stdout.split())


def test_llama_cpp_tells_its_weights_format(folders: Folders) -> None:
    with serving(lambda _: Said(continuation(" a")), LLAMA) as server:
        done = run(folders, *engine(server))
    assert done.returncode == 0, done.stderr
    assert {one.written_by for one in answers(folders)} == {"llama.cpp b11046 (Q4_K - Medium)"}


@pytest.mark.parametrize(
    ("keys", "problem"),
    [
        (
            ["url=http://h/v1"],
            "`url` is set, and none of `base`, `candidate` and `champion`: name what the endpoint serves",
        ),
        (["base=b"], "`base` is set and `url` is not"),
        (["url=h", "base=b"], "`url` is no address such as http://localhost:8000/v1"),
        (
            ["url=http://h/v1", "base=b", "name=transformers"],
            "`name` is `transformers`, which records call a model in this process: `transformers serve`",
        ),
        (
            ["url=http://h/v1", "base=b", "concurrency=0"],
            "`concurrency` goes from 1, `retries` from 0, and `timeout` is above 0",
        ),
    ],
)
def test_an_engine_that_cannot_be_is_refused_before_any_work(folders: Folders, keys: list[str], problem: str) -> None:
    done = run(folders, *(f"answer.engine.{key}" for key in keys))
    assert done.returncode == 2
    assert done.stderr == f"error: impossible values in `answer.engine` on the command line\n  {problem}\n"
    assert "LOADED []" in done.stdout


def test_a_mistyped_key_and_an_impossible_pair_are_named(folders: Folders) -> None:
    done = run(folders, "answer.engine.base_url=http://h/v1")
    assert (done.returncode, "unknown key `answer.engine.base_url`" in done.stderr) == (2, True)
    done = run(folders, "answer.engine.url=http://h/v1", "answer.engine.base=b", "answer.cite_shown_only=true")
    assert done.returncode == 2
    assert "`cite_shown_only` needs a model in this process, and `engine.url` is set" in done.stderr
    done = run(folders, "answer.refuse_from=50")
    assert (done.returncode, "`refuse_from` is 50, and it goes from 0 to 1" in done.stderr) == (2, True)


def test_a_key_of_the_environment_reaches_the_engine_and_no_record(folders: Folders) -> None:
    with serving(lambda _: Said(continuation(" a")), VLLM) as server:
        keys = engine(server, api_key_env="ENGINE_KEY_OF_A_TEST")
        assert "ENGINE_KEY_OF_A_TEST is not set" in run(folders, *keys).stderr
        done = run(folders, *keys, ENGINE_KEY_OF_A_TEST="very secret")
    assert done.returncode == 0, done.stderr
    assert {headers["authorization"] for headers in server.headers} == {"Bearer very secret"}
    left = [path for path in folders.root.rglob("*") if path.is_file() and b"very secret" in path.read_bytes()]
    assert left == []
    assert json.loads((folders.answers / "base.timing.json").read_text(encoding="utf-8"))["answers"] == len(QUESTIONS)


@contextmanager
def transformers_serve(folder: Path) -> Iterator[str]:
    """Serves a model's folder by the server that comes with transformers; yields its address."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    program = Path(sys.executable).with_name("transformers")
    command = [str(program), "serve", str(folder), "--host", "127.0.0.1", "--port", str(port), "--dtype", "float32"]
    with subprocess.Popen(command, env={**os.environ, "OMP_NUM_THREADS": "1"}) as server:
        try:
            until = time.monotonic() + 240
            while server.poll() is None and time.monotonic() < until:
                with suppress(OSError), socket.create_connection(("127.0.0.1", port), 1):
                    break
                time.sleep(0.5)
            yield f"http://127.0.0.1:{port}/v1"
        finally:
            server.kill()


@pytest.mark.slow
@pytest.mark.timeout(600)
def test_a_real_engine_answers_as_this_process_does(folders: Folders) -> None:
    from tests.pipelines.models.tiny import tiny_model

    model = tiny_model(folders.root.parent / "served")
    keys = ("model=smollm2_135m", f"model.source={model.source}", "answer.max_new_tokens=12", "arm=base")

    def answered(*more: str) -> list[Answer]:
        done = subprocess.run(
            [sys.executable, "-m", "pipelines.answer", f"data_dir={folders.root}", "retrieval=bm25", *keys, *more],
            cwd=ROOT,
            env={**os.environ, "OMP_NUM_THREADS": "1"},
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stderr
        assert "other tokens" not in done.stdout
        return answers(folders)

    here = answered()
    with transformers_serve(Path(model.source)) as url:
        named = {"url": url, "base": model.source, "name": "transformers serve", "dtype": "float32", "prompt": "text"}
        there = answered(*(f"answer.engine.{name}={value}" for name, value in named.items()))
    assert {one.written_by for one in here} == {"transformers (float32)"}
    assert {one.written_by for one in there} == {"transformers serve (float32)"}
    assert [one.text for one in there] == [one.text for one in here]
    assert len({one.text for one in here}) > 1
    assert [one.prompt_tokens for one in there] == [one.prompt_tokens for one in here]
