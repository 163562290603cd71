"""A headless Chromium driven over its debugging port: it waits for what a page shows instead of for a time."""

import base64
import json
import os
import shutil
import signal
import subprocess
import tempfile
import time
import urllib.request
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
SWITCHES = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-quic",
    # Nothing but this machine is reached, whatever a page asks for.
    "--host-resolver-rules=MAP * ~NOTFOUND , EXCLUDE 127.0.0.1",
    "--remote-debugging-port=0",
    "--window-size=1800,1300",
)
TEXT = "document.body ? document.body.innerText : ''"


class Browser:
    """One page of a browser."""

    def __init__(self, socket: Any) -> None:
        self._socket = socket
        self._last = 0
        self.requests: list[str] = []
        """Addresses the page asked for."""

    def open(self, url: str) -> None:
        """Goes to an address, from an empty page, so that an address that differs after its # is loaded anew."""
        self._call("Page.navigate", url="about:blank")
        self._call("Page.navigate", url=url)

    def evaluate(self, script: str) -> Any:
        """Returns what an expression comes to on the page."""
        found = self._call("Runtime.evaluate", expression=script, returnByValue=True)
        return found["result"].get("value")

    def wait_for(self, wanted: Sequence[str], *, gone: Sequence[str] = (), seconds: float = 120) -> str:
        """Returns the page's text once it shows all that is wanted and nothing that should be gone; or fails."""
        end = time.monotonic() + seconds
        text = ""
        while time.monotonic() < end:
            text = str(self.evaluate(TEXT) or "")
            if all(part in text for part in wanted) and not any(part in text for part in gone):
                return text
            time.sleep(0.5)
        missing = [part for part in wanted if part not in text]
        left = [part for part in gone if part in text]
        raise AssertionError(
            f"after {seconds:.0f} s {missing} is missing, {left} is left; the page shows: {text[:3000]}"
        )

    def wait_until(self, script: str, *, seconds: float = 60) -> None:
        """Waits until an expression is true on the page; fails where it never is."""
        end = time.monotonic() + seconds
        while not self.evaluate(script):
            assert time.monotonic() < end, f"never true after {seconds:.0f} s: {script}"
            time.sleep(0.5)

    def click(self, text: str) -> None:
        """Clicks the innermost element that shows exactly some text, as a mouse does: some parts hear nothing else."""
        script = (
            "(() => { const found = [...document.querySelectorAll('*')].filter(e => e.innerText && "
            f"e.getClientRects().length && e.innerText.trim() === {json.dumps(text)}); if (!found.length) return null; "
            "const one = found[found.length - 1]; one.scrollIntoView({block: 'center'}); "
            "const box = one.getBoundingClientRect(); return [box.x + box.width / 2, box.y + box.height / 2]; })()"
        )
        place = self.evaluate(script)
        assert place, f"nothing to click shows {text!r}"
        for kind in ("mousePressed", "mouseReleased"):
            self._call("Input.dispatchMouseEvent", type=kind, x=place[0], y=place[1], button="left", clickCount=1)

    def screenshot(self, path: Path) -> None:
        """Writes what is seen as a PNG file."""
        found = self._call("Page.captureScreenshot", format="png")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(base64.b64decode(found["data"]))

    def _call(self, method: str, **parameters: Any) -> Any:
        self._last += 1
        self._socket.send(json.dumps({"id": self._last, "method": method, "params": parameters}))
        while True:
            message = json.loads(self._socket.recv(timeout=120))
            if message.get("method") == "Network.requestWillBeSent":
                self.requests.append(message["params"]["request"]["url"])
            if message.get("id") == self._last:
                assert "error" not in message, message
                return message["result"]


@contextmanager
def browser() -> Iterator[Browser]:
    """Yields a browser that is ended with the block."""
    from websockets.sync.client import connect

    profile = Path(tempfile.mkdtemp(prefix="browser-"))
    command = [str(CHROMIUM), *SWITCHES, f"--user-data-dir={profile}", "about:blank"]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True)
    try:
        port = _port(profile / "DevToolsActivePort")
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/json/list", timeout=60) as answer:
            pages = [page for page in json.load(answer) if page["type"] == "page"]
        with connect(pages[0]["webSocketDebuggerUrl"], max_size=None, proxy=None) as socket:
            page = Browser(socket)
            page._call("Page.enable")
            page._call("Network.enable")
            yield page
    finally:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()
        shutil.rmtree(profile, ignore_errors=True)


def _port(path: Path) -> int:
    for _ in range(240):
        if path.is_file() and (lines := path.read_text().splitlines()):
            return int(lines[0])
        time.sleep(0.25)
    raise TimeoutError("the browser did not start")
