"""An endpoint of the standard library: answers what a test says, and notes every call it received."""

import json
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

# Says how the library's waits between two tries end at once.
NO_WAIT = {"retry-after-ms": "1"}


@dataclass(frozen=True)
class Said:
    """What the server answers to one call."""

    body: object
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)


Answer = Callable[[dict[str, Any]], "Said | str"]


@dataclass
class ChatServer:
    """What a running server has seen."""

    url: str
    received: list[dict[str, Any]] = field(default_factory=list)
    headers: list[dict[str, str]] = field(default_factory=list)
    at_once: int = 0
    most_at_once: int = 0
    lock: threading.Lock = field(default_factory=threading.Lock)

    @property
    def prompts(self) -> list[str]:
        """The last message of each call, in the order in which they came."""
        return [call["messages"][-1]["content"] for call in self.received]


def completion(text: object, *, finish: str = "stop") -> dict[str, Any]:
    """The body of a reply."""
    return {
        "id": "chatcmpl-1",
        "object": "chat.completion",
        "created": 1,
        "model": "teacher",
        "choices": [{"index": 0, "finish_reason": finish, "message": {"role": "assistant", "content": text}}],
        "usage": {"prompt_tokens": 11, "completion_tokens": 7, "total_tokens": 18},
    }


def continuation(text: object, *, finish: str = "stop", read: int = 0, logprobs: object = None) -> dict[str, Any]:
    """The body of a reply to a prompt of which an engine read so many tokens; 0: it does not tell."""
    usage = {"prompt_tokens": read, "completion_tokens": 5, "total_tokens": read + 5} if read else None
    return {
        "id": "cmpl-1",
        "object": "text_completion",
        "created": 1,
        "model": "base",
        "choices": [{"index": 0, "finish_reason": finish, "text": text, "logprobs": logprobs}],
        "usage": usage,
    }


@contextmanager
def serving(answer: Answer, told: Mapping[str, object] | None = None) -> Iterator[ChatServer]:
    """Runs a server on a free port of this machine; it tells what it is under the paths given, and nothing else."""

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_POST(self) -> None:
            call = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            with seen.lock:
                seen.received.append(call)
                seen.headers.append({name.lower(): value for name, value in self.headers.items()})
                seen.at_once += 1
                seen.most_at_once = max(seen.most_at_once, seen.at_once)
            try:
                said = answer(call)
            finally:
                with seen.lock:
                    seen.at_once -= 1
            self._reply(said if isinstance(said, Said) else Said(completion(said)))

        def do_GET(self) -> None:
            said = (told or {}).get(self.path, Said("not here", status=404))
            self._reply(said if isinstance(said, Said) else Said(said))

        def _reply(self, said: Said) -> None:
            is_text = isinstance(said.body, str)
            content = str(said.body).encode() if is_text else json.dumps(said.body, ensure_ascii=False).encode()
            try:
                self.send_response(said.status)
                self.send_header("Content-Type", "text/html" if is_text else "application/json")
                self.send_header("Content-Length", str(len(content)))
                for name, value in said.headers.items():
                    self.send_header(name, value)
                self.end_headers()
                self.wfile.write(content)
            except (BrokenPipeError, ConnectionResetError):  # the client was killed
                self.close_connection = True

        def log_message(self, *args: object) -> None:
            """Says nothing."""

    class Server(ThreadingHTTPServer):
        daemon_threads = True
        request_queue_size = 64

        def handle_error(self, request: Any, client_address: Any) -> None:
            """A client that was killed is no error here."""

    server = Server(("127.0.0.1", 0), Handler)
    seen = ChatServer(url=f"http://127.0.0.1:{server.server_port}/v1")
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield seen
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
