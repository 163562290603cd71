"""The pages that reviewers are sent to, opened in a browser; `python -m tests.pages.shots` takes their pictures."""

import json
import re
import time
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from eval.report import report
from eval.scoring import score_arm
from eval.summaries import summarize_arm
from pipelines.records import Score
from pipelines.score.queue import ASKS, queues
from pipelines.score.reviews import collect_reviews
from tests.eval.hostile import BEHAVIOURS, metric
from tests.pages.browser import CHROMIUM, Browser, browser
from tests.pages.server import served
from tests.pipelines.score.filing import Line, filed_line

pytestmark = [pytest.mark.slow, pytest.mark.skipif(CHROMIUM is None, reason="needs Chromium")]
LOCAL = "http://127.0.0.1:5000"
COUNT = 12
CAN_SUBMIT = "[...document.querySelectorAll('button')].some(e => e.innerText.trim() === 'Submit' && !e.disabled)"
JUDGED = Score(
    question_id="Q002",
    arm="candidate",
    metric="faithfulness",
    value=None,
    reason="judgement failed: no JSON",
    judge="j",
)


@dataclass(frozen=True, kw_only=True)
class Opened:
    """A line with its server and a browser."""

    line: Line
    address: str
    page: Browser

    def go(self, link: str, *wanted: str) -> str:
        self.page.open(link.replace(LOCAL, self.address))
        return self.page.wait_for(wanted)


@pytest.fixture(scope="module")
def opened(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Opened]:
    line = filed_line(
        tmp_path_factory.mktemp("data"), count=COUNT, arms=("base", "base_few_shot", "candidate"), more=[JUDGED]
    )
    with served(line.folders.root) as address, browser() as page:
        yield Opened(line=line, address=address, page=page)


def said(line: Line, arm: str, question: str) -> str:
    return next(answer.text for answer in line.material.answers[arm] if answer.question_id == question)


def first_regressed(line: Line) -> Any:
    tagged = [trace for trace in line.traces("candidate") if trace.info.tags.get("outcome") == "regressed"]
    return min(tagged, key=lambda trace: trace.info.tags["question_id"])


def other(line: Line) -> str:
    run = line.links.comparison.rpartition("compareToRunUuid=")[2]
    return str(line.store.client.get_run(run).data.tags["arm"])


def test_the_comparison_shows_both_answers_the_expected_one_and_the_scores(opened: Opened) -> None:
    line = opened.line
    question = line.material.questions[1]
    answers = [said(line, arm, question.id) for arm in ("candidate", other(line))]
    wanted = ["Comparing", f"{COUNT} of {COUNT}", f"{question.id} {question.question}", question.reference, *answers]
    text = opened.go(line.links.comparison, *wanted, "grounded")
    assert "candidate" in text
    assert other(line) in text
    assert "held-out" in text


def test_what_regressed_comes_first_with_both_answers_and_of_the_candidate_alone(opened: Opened) -> None:
    line = opened.line
    traces = line.traces("candidate")
    lost = [one for one in traces if one.info.tags.get("outcome") == "regressed"]
    kept = [one for one in traces if one not in lost]
    question = first_regressed(line).info.tags["question_id"]
    answers = [said(line, arm, question) for arm in ("candidate", other(line))]
    text = opened.go(line.links.regressed, f"\n{len(lost)} of {COUNT}", "Filters (1)", *answers)
    # The page filters the candidate's rows; what the other run alone still has stands below them.
    last = max(text.index(one.info.request_preview) for one in lost)
    below = [place for one in kept if (place := text.find(one.info.request_preview)) >= 0]
    assert all(place > last for place in below)


def test_one_question_opens_with_both_answers_and_the_paragraphs_cited(opened: Opened) -> None:
    line = opened.line
    trace = first_regressed(line)
    question = trace.info.tags["question_id"]
    answers = [said(line, arm, question) for arm in ("candidate", other(line))]
    link = f"{line.links.comparison}&selectedEvaluationId={trace.info.trace_id}"
    text = opened.go(link, "Comparing 2 traces", "retrieve", "was called", *answers)
    assert "cited SOP-LOG-001 §4.3" in text
    assert "24 小時內通報。" in text


def test_a_review_starts_from_the_queue_and_a_verdict_comes_back(opened: Opened) -> None:
    line = opened.line
    text = opened.go(line.links.queue, "Start review", "Needs review (")
    assert "candidate " in text
    opened.page.click("Start review")
    text = opened.page.wait_for(
        [*(ask.name for ask in ASKS), "expected 預期答案", "SOP-LOG-001 §4.3", "24 小時內通報。"]
    )
    # The form is filled again when the answer's earlier verdicts have come, and forgets what was chosen before.
    time.sleep(6)
    for ask in ASKS:
        opened.page.click(ask.no)
        time.sleep(1)
    opened.page.wait_until(CAN_SUBMIT)
    opened.page.click("Submit")
    opened.page.wait_for(["1 of "])
    found = collect_reviews(line.store, line.folders)
    assert [(one.arm, one.metric, one.value) for one in found] == [
        ("candidate", "correctness", 0.0),
        ("candidate", "faithfulness", 0.0),
    ]
    assert len(queues(line.store)) == 1


def test_the_tables_of_three_arms_lie_side_by_side(opened: Opened) -> None:
    line = opened.line
    question = line.material.questions[0]
    answers = [said(line, arm, question.id) for arm in line.material.answers]
    opened.go(line.links.tables, "answers.json", f"{question.id} {question.question}", *line.material.answers, *answers)


def test_the_note_of_a_run_says_the_conclusion_and_leads_on(opened: Opened) -> None:
    run = opened.line.run("candidate").info.run_id
    text = opened.go(
        opened.line.store.link(f"runs/{run}"), "the best baseline", "Question by question", "review queue:"
    )
    assert "held-out" in text


def test_the_report_switches_language_and_filters_and_asks_for_nothing(opened: Opened, tmp_path: Path) -> None:
    line = opened.line
    summaries = [
        one
        for arm, answers in line.material.answers.items()
        for one in summarize_arm(line.material.questions, answers, score_arm(line.material.questions, answers, arm=arm))
    ]
    page = tmp_path / "report.html"
    page.write_text(report(line.material.questions, line.material.answers, line.scores, summaries), encoding="utf-8")
    opened.page.open("about:blank")
    opened.page.requests.clear()
    opened.page.open(page.as_uri())
    text = opened.page.wait_for(["評測報告", "無法判斷微調是否有幫助"])
    assert "Question by question" not in text
    opened.page.click("English")
    text = opened.page.wait_for(["Evaluation", "Question by question", "expected answer"])
    assert "評測報告" not in text
    named = re.search(r"\bregressed \d+", text)
    assert named
    opened.page.click(named.group())
    shown = "[...document.querySelectorAll('article')].filter(e => e.getClientRects().length).map(e => e.className)"
    assert set(opened.page.evaluate(shown)) == {"regressed"}
    # Letters that a font lacks would be boxes; text that is text has a width of its own for each letter.
    drawn = "[...document.querySelectorAll('svg text')].some(e => e.textContent === '退步')"
    assert opened.page.evaluate(drawn)
    assert [one for one in opened.page.requests if not one.startswith(("file:", "about:", "data:"))] == []


def test_trace_search_answers_whatever_metrics_did(tmp_path_factory: pytest.TempPathFactory) -> None:
    metrics = [
        metric(name, BEHAVIOURS[place:]) for place, name in enumerate(("grounded", "correctness", "citation_f1"))
    ]
    line = filed_line(tmp_path_factory.mktemp("hostile"), count=COUNT, metrics=metrics)
    place = {"type": "MLFLOW_EXPERIMENT", "mlflow_experiment": {"experiment_id": line.store.experiment_id}}
    body = json.dumps({"locations": [place], "max_results": 100}).encode()
    with served(line.folders.root) as address:
        request = urllib.request.Request(
            f"{address}/api/3.0/mlflow/traces/search", body, {"Content-Type": "application/json"}
        )
        with urllib.request.urlopen(request, timeout=60) as answer:
            assert answer.status == 200
            found = json.load(answer)["traces"]
    assert len(found) == 2 * COUNT
    errors = [one for trace in found for one in trace.get("assessments", []) if one.get("feedback", {}).get("error")]
    assert len(errors) == sum(line.run(arm).data.metrics["error_count"] for arm in ("base", "candidate")) > 0
