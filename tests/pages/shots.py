"""Pictures of the pages the newest candidate leads to: `python -m tests.pages.shots data /tmp/shots`."""

import re
import sys
import time
from pathlib import Path

from pipelines.runtime.folders import Folders
from pipelines.runtime.tracking import TrackingConfig, latest_run, open_store
from pipelines.score.traces import traces_of
from tests.pages.browser import browser
from tests.pages.server import served

LOCAL = "http://127.0.0.1:5000"
SHOWS = {
    "comparison": ["Comparing"],
    "regressed": ["Comparing", "Filters (1)"],
    "question": ["Comparing 2 traces", "was called"],
    "queue": ["Start review"],
    "tables": ["answers.json"],
    "note": ["Description"],
}


def main(data: Path, pictures: Path) -> None:
    """Opens the pages one by one and writes a picture and the text of each."""
    store = open_store(TrackingConfig(), Folders(data))
    run = latest_run(store, {"arm": "candidate"})
    if run is None:
        sys.exit(f"{data} holds no run of a candidate: run `python -m pipelines.score` first")
    note = store.client.get_run(run).data.tags["mlflow.note.content"]
    found = re.findall(r"\]\((http[^)]+)\)", note)
    links = {
        "comparison": found[0],
        "regressed": next((one for one in found if "filter=" in one), ""),
        "question": f"{found[0]}&selectedEvaluationId={next(iter(traces_of(store, run).values()), '')}",
        "queue": next((one for one in found if "review-queue" in one), ""),
        "tables": next((one for one in found if "ARTIFACT" in one), ""),
        "note": store.link(f"runs/{run}"),
    }
    with served(data) as address, browser() as page:
        for name, link in links.items():
            if link:
                page.open(link.replace(LOCAL, address))
                page.wait_for(SHOWS[name])
                # What is shown last, such as rows of a table, comes a moment later.
                time.sleep(5)
                page.screenshot(pictures / f"{name}.png")
                (pictures / f"{name}.txt").write_text(str(page.evaluate("document.body.innerText")), encoding="utf-8")
                sys.stdout.write(f"{pictures / name}.png\n")
        page.open((data / "scores" / "report.html").absolute().as_uri())
        page.wait_for(["評測報告"])
        page.screenshot(pictures / "report.png")


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
