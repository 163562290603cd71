"""A chat endpoint over a small model of ours: calls that wait together are answered together."""

import queue
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from pipelines.language.prompt import Prompt
from pipelines.models.base import LoadedModel
from pipelines.models.generate import Generated, Request, generate
from pipelines.runtime.errors import UserError
from tests.pipelines.models.chat_server import ChatServer, Said, completion, serving

# What stands before it is the same for all calls of a kind, so that it is read once.
INPUTS = ("\n輸入：", "\ninput: ", "\nInput: ")
SECONDS_TO_GATHER = 0.5


@dataclass
class Waiting:
    """A call that somebody waits for."""

    prompt: Prompt
    max_tokens: int
    done: threading.Event = field(default_factory=threading.Event)
    answer: Generated | None = None


@contextmanager
def serving_model(loaded: LoadedModel, *, batch_size: int = 16) -> Iterator[ChatServer]:
    """Serves a model; the system's and the user's message stand in one turn."""
    waiting: queue.Queue[Waiting | None] = queue.Queue()

    def answer(call: dict[str, Any]) -> Said:
        asked = Waiting(prompt=in_pieces(call["messages"]), max_tokens=call["max_tokens"])
        waiting.put(asked)
        asked.done.wait()
        if asked.answer is None:
            return Said("it does not fit", status=400)
        finish = "length" if asked.answer.finish_reason == "length" else "stop"
        return Said(completion(asked.answer.text, finish=finish))

    worker = threading.Thread(target=_work, args=(loaded, waiting, batch_size), daemon=True)
    worker.start()
    with serving(answer) as server:
        yield server
    waiting.put(None)
    worker.join()


def in_pieces(messages: list[dict[str, str]]) -> Prompt:
    """Returns messages as a prompt whose first part others share."""
    text = "\n\n".join(message["content"] for message in messages)
    place = max(text.rfind(mark) for mark in INPUTS)
    return Prompt(rules=text[: max(0, place)], sources="", question=text[max(0, place) :])


def _work(loaded: LoadedModel, waiting: "queue.Queue[Waiting | None]", batch_size: int) -> None:
    while (first := waiting.get()) is not None:
        time.sleep(SECONDS_TO_GATHER)
        batch = [first]
        while not waiting.empty() and (more := waiting.get()) is not None:
            batch.append(more)
        try:
            answers = generate(
                loaded,
                [Request(prompt=one.prompt) for one in batch],
                max_new_tokens=max(one.max_tokens for one in batch),
                batch_size=batch_size,
            )
            for one, answer in zip(batch, answers, strict=True):
                one.answer = answer
        except UserError:  # one of them is too long: none is answered
            pass
        for one in batch:
            one.done.set()
