"""An endpoint is kept busy, asked once, and is the only host that is contacted."""

import json
import os
import signal
import subprocess
import sys
import threading
import time
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from pipelines.models.calls import Call, Endpoint, Failure, Reply
from pipelines.models.endpoint import Dialogue, converse
from pipelines.models.replies import opened
from pipelines.runtime.errors import UserError
from tests.pipelines.models.chat_server import NO_WAIT, Said, completion, serving

ROOT = Path(__file__).parents[3]


def call(text: str, **changes: Any) -> Call:
    return Call(**({"messages": (("user", text),), "max_tokens": 5, "about": "a"} | changes))


def one(text: str) -> Dialogue[Reply | Failure]:
    return (yield call(text))


def ask(texts: list[str], folder: Path, url: str, **settings: Any) -> list[Reply | Failure]:
    endpoint = Endpoint(**({"url": url, "model": "teacher", "retries": 2, "timeout": 5} | settings))
    with opened(folder) as kept:
        return converse([one(text) for text in texts], endpoint, kept, lambda _: None)


def texts_of(replies: list[Reply | Failure]) -> list[str]:
    return [reply.text if isinstance(reply, Reply) else reply.reason for reply in replies]


def echo(request: dict[str, Any]) -> str:
    return f"to {request['messages'][-1]['content']}"


def test_a_reply_has_text_finish_and_tokens(tmp_path: Path) -> None:
    with serving(lambda request: Said(completion("hi", finish="length"))) as server:
        (reply,) = ask(["a"], tmp_path, server.url)
    assert reply == Reply(text="hi", finish="length", prompt_tokens=11, completion_tokens=7)
    (sent,) = server.received
    assert sent == {
        "model": "teacher",
        "messages": [{"role": "user", "content": "a"}],
        "max_tokens": 5,
        "temperature": 0.0,
        "seed": 7,
    }


def test_replies_come_in_the_order_of_the_dialogues_whatever_arrives_first(tmp_path: Path) -> None:
    def slow_first(request: dict[str, Any]) -> str:
        time.sleep(0.2 / (1 + int(request["messages"][-1]["content"])))
        return echo(request)

    with serving(slow_first) as server:
        replies = ask([str(number) for number in range(12)], tmp_path, server.url, concurrency=12)
    assert texts_of(replies) == [f"to {number}" for number in range(12)]


def test_as_many_calls_as_configured_are_under_way_and_no_more(tmp_path: Path) -> None:
    together = threading.Barrier(4)

    def wait_for_the_others(request: dict[str, Any]) -> str:
        together.wait(5)
        return echo(request)

    with serving(wait_for_the_others) as server:
        ask([str(number) for number in range(12)], tmp_path, server.url, concurrency=4)
    assert server.most_at_once == 4


def test_a_dialogue_goes_on_while_others_wait(tmp_path: Path) -> None:
    """A chain of calls does not wait for the first calls of all other chains: the endpoint would stand idle."""

    def chain(name: str) -> Dialogue[list[str]]:
        said = []
        for step in range(3):
            reply = yield call(f"{name}{step}")
            said.append(reply.text if isinstance(reply, Reply) else reply.reason)
        return said

    with serving(echo) as server, opened(tmp_path) as kept:
        endpoint = Endpoint(url=server.url, model="teacher", concurrency=1)
        chains = converse([chain("a"), chain("b")], endpoint, kept, lambda _: None)
    assert chains == [["to a0", "to a1", "to a2"], ["to b0", "to b1", "to b2"]]
    assert server.prompts == ["a0", "a1", "a2", "b0", "b1", "b2"]


@pytest.mark.parametrize("status", [408, 429, 500, 503])
def test_a_call_is_made_again_where_that_can_help(tmp_path: Path, status: int) -> None:
    tries: Counter[str] = Counter()

    def second_time(request: dict[str, Any]) -> Said | str:
        text = request["messages"][-1]["content"]
        tries[text] += 1
        return echo(request) if tries[text] > 2 else Said({"error": "later"}, status, NO_WAIT)

    with serving(second_time) as server:
        assert texts_of(ask(["a"], tmp_path, server.url, retries=2)) == ["to a"]
    assert len(server.received) == 3


@pytest.mark.parametrize(
    ("status", "reason", "tries"),
    [(429, "too many calls for it", 3), (500, "its own error", 3), (400, "call refused", 1)],
)
def test_what_does_not_help_ends_as_a_reason_and_is_not_kept(
    tmp_path: Path, status: int, reason: str, tries: int
) -> None:
    def fail_a(request: dict[str, Any]) -> Said | str:
        return Said({"error": "no"}, status, NO_WAIT) if "a" in request["messages"][-1]["content"] else echo(request)

    with serving(fail_a) as server:
        assert texts_of(ask(["a", "b"], tmp_path, server.url, concurrency=1)) == [reason, "to b"]
        assert len(server.received) == tries + 1
        assert texts_of(ask(["a", "b"], tmp_path, server.url, concurrency=1)) == [reason, "to b"]
        assert server.prompts[tries + 1 :] == ["a"] * tries


def test_a_call_that_takes_too_long_ends_as_a_reason(tmp_path: Path) -> None:
    def slow(request: dict[str, Any]) -> str:
        time.sleep(0.5)
        return "late"

    with serving(slow) as server:
        assert texts_of(ask(["a"], tmp_path, server.url, timeout=0.1, retries=0)) == ["no reply in time"]


@pytest.mark.parametrize(
    "body", ["<html>Welcome</html>", {"choices": []}, {"hello": 1}, completion(None), {"choices": [{"index": 0}]}]
)
def test_what_is_no_completion_ends_as_a_reason(tmp_path: Path, body: object) -> None:
    with serving(lambda request: Said(body)) as server:
        assert texts_of(ask(["a"], tmp_path, server.url)) == ["no text in the reply"]


def test_an_engine_that_counts_no_tokens_is_understood(tmp_path: Path) -> None:
    bare = {"choices": [{"message": {"content": "hi"}}]}
    with serving(lambda request: Said(bare)) as server:
        (reply,) = ask(["a"], tmp_path, server.url)
    assert reply == Reply(text="hi", finish="stop", prompt_tokens=0, completion_tokens=0)


def test_an_endpoint_that_answers_no_more_stops_the_run_and_what_came_is_kept(tmp_path: Path) -> None:
    def fails_after_two(request: dict[str, Any]) -> Said | str:
        return Said({"error": "gone"}, 500, NO_WAIT) if len(server.received) > 2 else echo(request)

    with serving(fails_after_two) as server:
        with pytest.raises(UserError, match="does not answer"):
            ask([str(number) for number in range(30)], tmp_path, server.url, concurrency=2, retries=0)
        assert len(server.received) <= 2 + 2 * 3 + 2
    with opened(tmp_path) as kept:
        assert kept.find(call("0").key("teacher")) is not None


def test_an_address_where_nobody_listens_is_told_at_once(tmp_path: Path) -> None:
    began = time.monotonic()
    with pytest.raises(UserError) as raised:
        ask(["a", "b"], tmp_path, "http://127.0.0.1:9/v1")
    assert time.monotonic() - began < 2
    assert str(raised.value) == (
        "error: the endpoint at 127.0.0.1:9 does not answer\n"
        "  no connection\n"
        "\n"
        "hint: start it, or mend `url`, and run the same command again: replies that came are kept and not asked again"
    )


def test_a_key_that_is_not_accepted_stops_the_run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TEACHER_KEY", "secret-word")
    with serving(lambda request: Said({"error": "who are you"}, 401)) as server, pytest.raises(UserError) as raised:
        ask(["a"], tmp_path, server.url, api_key_env="TEACHER_KEY")
    assert "does not accept the key in TEACHER_KEY" in str(raised.value)
    assert "secret-word" not in str(raised.value)
    assert server.headers[0]["authorization"] == "Bearer secret-word"


def test_a_key_that_is_not_set_is_named(tmp_path: Path) -> None:
    with serving(echo) as server, pytest.raises(UserError, match="NO_SUCH_KEY is not set"):
        ask(["a"], tmp_path, server.url, api_key_env="NO_SUCH_KEY")
    assert server.received == []


def test_a_model_that_is_not_there_stops_the_run(tmp_path: Path) -> None:
    no_model = Said({"error": "no such model"}, 404)
    with serving(lambda request: no_model) as server, pytest.raises(UserError, match="no model `teacher` under /v1"):
        ask(["a"], tmp_path, server.url)


def test_a_redirect_leads_no_document_to_another_host(tmp_path: Path) -> None:
    with serving(echo) as elsewhere:
        there = {"Location": f"{elsewhere.url}/chat/completions"}
        with serving(lambda request: Said({}, 307, there)) as server, pytest.raises(UserError):
            ask(["a"], tmp_path, server.url)
    assert elsewhere.received == []


def test_proxies_and_logins_of_the_environment_are_not_used(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("HTTP_PROXY", "http_proxy", "ALL_PROXY", "all_proxy"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")
    monkeypatch.setenv("OPENAI_API_KEY", "somebody's")
    monkeypatch.setenv("OPENAI_ORG_ID", "acme")
    monkeypatch.setenv("OPENAI_BASE_URL", "http://127.0.0.1:9/v1")
    with serving(echo) as server:
        assert texts_of(ask(["a"], tmp_path, server.url)) == ["to a"]
    told = json.dumps(server.headers)
    assert "somebody" not in told
    assert "acme" not in told
    assert "stainless-os" not in told


def test_the_same_call_twice_at_a_time_is_made_once(tmp_path: Path) -> None:
    with serving(lambda request: (time.sleep(0.1), echo(request))[1]) as server:
        assert texts_of(ask(["a"] * 6, tmp_path, server.url, concurrency=6)) == ["to a"] * 6
    assert len(server.received) == 1


def test_a_kept_reply_is_not_asked_for_again_at_any_address(tmp_path: Path) -> None:
    with serving(echo) as server:
        ask(["a", "b"], tmp_path, server.url)
    assert texts_of(ask(["b", "a"], tmp_path, "http://127.0.0.1:9/v1")) == ["to b", "to a"]
    with serving(lambda request: "another") as other:
        assert texts_of(ask(["a"], tmp_path, other.url, model="larger")) == ["another"]


@pytest.mark.parametrize(
    "changes", [{"max_tokens": 6}, {"temperature": 0.5}, {"seed": 8}, {"messages": (("user", "b"),)}, {"schema": {}}]
)
def test_all_that_decides_a_reply_is_in_the_name_of_its_call(changes: dict[str, Any]) -> None:
    assert call("a").key("teacher") != call("a", **changes).key("teacher")
    assert call("a").key("teacher") == call("a", about="another").key("teacher")


PROGRAM = """
import sys
from pathlib import Path
from pipelines.models.calls import Call, Endpoint
from pipelines.models.endpoint import converse
from pipelines.models.replies import opened

def one(text):
    return (yield Call(messages=(("user", text),), max_tokens=5, about="a"))

with opened(Path(sys.argv[1])) as kept:
    endpoint = Endpoint(url=sys.argv[2], model="teacher", concurrency=3)
    replies = converse([one(str(number)) for number in range(40)], endpoint, kept, lambda count: None)
print("|".join(reply.text for reply in replies))
"""


def test_a_killed_run_goes_on_and_pays_no_received_reply_twice(tmp_path: Path) -> None:
    sent: list[str] = []

    def slowly(request: dict[str, Any]) -> str:
        time.sleep(0.02)
        sent.append(request["messages"][-1]["content"])
        return echo(request)

    with serving(slowly) as server:
        command = [sys.executable, "-c", PROGRAM, str(tmp_path), server.url]
        with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.DEVNULL) as process:
            while len(server.received) < 15:
                time.sleep(0.005)
            os.kill(process.pid, signal.SIGKILL)
        assert process.returncode == -signal.SIGKILL
        time.sleep(0.1)
        before = len(server.received)
        done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "|".join(f"to {number}" for number in range(40))
    again = [prompt for prompt, count in Counter(server.prompts).items() if count > 1]
    assert before >= 15
    assert len(again) <= 3, "only what was under way when it was killed"
    assert set(Counter(server.prompts).values()) <= {1, 2}
    assert len(server.received) == 40 + len(again)
