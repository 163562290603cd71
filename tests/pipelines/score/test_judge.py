"""The configured judge over HTTP: what is sent, what is kept, what is forgotten."""

import json
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from pydantic import BaseModel

from eval.judges import JUDGED
from eval.judges.calibration import calibration
from eval.judges.dialogue import Prompt, Said
from eval.judges.identity import prompt_hash
from eval.judges.licence import Licence
from pipelines.answering.config import ArmsConfig
from pipelines.records import Answer, Review, Score, Summary, read_records
from pipelines.runtime.errors import UserError
from pipelines.runtime.folders import Folders
from pipelines.score.config import Config, ScoreConfig
from pipelines.score.filed import answer_hash
from pipelines.score.judge import Judging, judge_answers, labels
from pipelines.score.judge_config import METRICS, JudgeConfig
from pipelines.score.material import Material, read_material
from pipelines.score.work import score_answers
from tests.eval.judges.fake import Say, answering, guessing
from tests.eval.judges.test_scoring import knowing
from tests.eval.makers import SKILLS, copy_store, write_answers, write_line
from tests.pipelines.models.chat_server import NO_WAIT, ChatServer, completion, serving
from tests.pipelines.models.chat_server import Said as Body

ARMS = ("base", "candidate")
FAST = ("judged_right",)


@pytest.fixture(autouse=True)
def fewer(monkeypatch: pytest.MonkeyPatch) -> None:
    """A part of the calibration set is enough to see what is sent."""
    items = [item for item in calibration() if item.kind in ("right", "wrong_value", "right_refusal")]
    monkeypatch.setattr("eval.judges.licence.calibration", lambda: items)


@pytest.fixture
def folders(tmp_path: Path) -> Folders:
    return write_line(tmp_path, count=8, groups=4)


def over_http(say: Say) -> Callable[[dict[str, Any]], Any]:
    """Returns what a server answers where a judge says this."""

    def answer(call: dict[str, Any]) -> Any:
        system, user = (message["content"] for message in call["messages"])
        said = say(Prompt(system=system, user=user, about="", form=BaseModel))
        if isinstance(said, Said):
            return Body(completion(said.text, finish="length" if said.cut else "stop"))
        return Body("busy", status=503, headers=NO_WAIT)

    return answer


YES = knowing(answering(lambda kind, row: True))


def material(folders: Folders, arms: Sequence[str] = ARMS) -> Material:
    return read_material(arms, folders)


def judging(
    folders: Folders, server: ChatServer, *reviews: Review, arms: tuple[str, ...] = ARMS, **changes: Any
) -> Judging:
    made: dict[str, Any] = {"url": server.url, "model": "m", "metrics": FAST, "retries": 0, **changes}
    config = Config(
        arms=ArmsConfig(names=arms), score=ScoreConfig(judge=JudgeConfig(**made)), data_dir=str(folders.root)
    )
    found = judge_answers(material(folders, arms), config, folders, reviews)
    assert found is not None
    return found


def test_the_metrics_that_can_be_configured_are_those_there_are() -> None:
    assert tuple(metric.name for metric in JUDGED) == METRICS


def test_every_answer_is_scored_and_a_second_run_asks_nothing(folders: Folders) -> None:
    with serving(over_http(YES)) as server:
        first = judging(folders, server, concurrency=3)
        calls = len(server.received)
        assert len({str(call) for call in server.received}) == calls, "nothing is asked twice"
        assert server.most_at_once <= 3
        assert judging(folders, server).judged == first.judged
        assert len(server.received) == calls
    assert len(first.judged.scores) == len(ARMS) * 8 * len(FAST)
    assert first.notes[0] == f"judge m: {calls} calls made, {first_reused(first)} replies reused"
    assert first.notes[1] == "judged_right: licensed, κ 1.00 [0.75, 1.00] on 31 items"


def first_reused(found: Judging) -> int:
    """Replies that two arms which say the same share."""
    return int(found.notes[0].split(", ")[1].split()[0])


def test_what_is_sent_is_greedy_and_holds_the_judge_and_nothing_of_this_machine(folders: Folders) -> None:
    with serving(over_http(YES)) as server:
        judging(folders, server)
        for call in server.received:
            assert set(call) == {"model", "messages", "max_tokens", "temperature", "seed", "response_format"}
            assert (call["model"], call["temperature"], call["max_tokens"]) == ("m", 0, 1024)
            assert [message["role"] for message in call["messages"]] == ["system", "user"]


def test_replies_are_held_to_the_form_asked_for_unless_the_endpoint_cannot(folders: Folders) -> None:
    """The judge that is held is another one than the judge that is not, and needs a licence of its own."""
    with serving(over_http(YES)) as server:
        held = judging(folders, server).judged.licences[0]
        (form,) = {json.dumps(call["response_format"], sort_keys=True) for call in server.received}
        asked = len(server.received)
        free = judging(folders, server, json_schema=False).judged.licences[0]
    assert json.loads(form)["type"] == "json_schema"
    schema = json.loads(form)["json_schema"]["schema"]
    assert schema["required"] == ["reason", "verdict"]
    assert schema["properties"]["verdict"]["enum"] == [0, 1]
    assert [call for call in server.received[asked:] if "response_format" in call] == []
    assert len(server.received) == 2 * asked
    assert held.granted
    assert free.granted
    assert held.prompt_hash != free.prompt_hash


def test_a_judge_whose_judgements_fail_is_told_with_the_commonest_reason(folders: Folders) -> None:
    with serving(lambda call: "so be it") as server:
        note = judging(folders, server).notes[1]
    assert note.endswith("; 31 of 31 judgements failed, mostly: the judge's reply holds no JSON object")


def test_an_unlicensed_judge_is_sent_no_answer_and_the_summary_says_why(folders: Folders) -> None:
    mine = {question.question for question in material(folders).questions} | {"24 小時內通報。"}
    with serving(over_http(guessing())) as server:
        found = judging(folders, server)
        assert not [prompt for prompt in server.prompts if any(text in prompt for text in mine)]
    assert {score.value for score in found.judged.scores} == {None}
    assert found.notes[1].startswith("judged_right: judge not licensed: κ ")
    assert found.notes[1].endswith("] is not above 0.6, so it scored no answer")


def test_another_model_is_licensed_anew_and_another_address_is_not(folders: Folders) -> None:
    with serving(over_http(YES)) as server:
        judging(folders, server)
    with serving(over_http(YES)) as server:
        judging(folders, server)
        assert server.received == []
        judging(folders, server, model="n")
        assert len(server.received) > 31


def test_calls_that_fail_are_errors_of_their_answers_and_are_made_again_by_the_next_run(folders: Folders) -> None:
    knows = knowing(lambda prompt: Said(text="", cut=True))
    with serving(over_http(knows)) as server:
        found = judging(folders, server)
    reasons = {score.reason for score in found.judged.scores if score.metric == "judged_right"}
    assert reasons == {"judgement failed: the judge's reply was cut off"}

    def refusing(call: dict[str, Any]) -> Any:
        mine = over_http(knows)(call)
        cut = mine.body["choices"][0]["finish_reason"] == "length"
        return Body("no", status=400) if cut else mine

    with serving(refusing) as server:
        found = judging(folders, server, model="n")
    reasons = {score.reason for score in found.judged.scores if score.metric == "judged_right"}
    assert reasons == {"judgement failed: call refused"}
    with serving(over_http(YES)) as server:
        found = judging(folders, server, model="n")
        assert 0 < len(server.received) < 40, "the licence was paid for"
    assert {score.value for score in found.judged.scores if score.metric == "judged_right"} == {1.0}


def test_what_was_said_about_texts_that_are_gone_is_forgotten(folders: Folders) -> None:
    with serving(over_http(YES)) as server:
        judging(folders, server)
        secret = read_records(folders.answers / "base.jsonl", Answer)
        file = folders.judgements / "replies.db"
        size = len(server.received)
        for arm in SKILLS:
            write_answers(folders, arm, [replace(one, text="別的回答。", arm=arm) for one in secret])
        config = Config(arms=ArmsConfig(names=ARMS), data_dir=str(folders.root))
        assert judge_answers(material(folders), config, folders) is None
        assert "24 小時內 " not in file.read_bytes().decode(errors="ignore")
        judging(folders, server)
        assert len(server.received) > size


def test_what_was_said_about_arms_of_another_comparison_is_kept(folders: Folders) -> None:
    """`score` and the evaluation of all arms take turns, and a reply is paid once."""
    with serving(over_http(YES)) as server:
        judging(folders, server, arms=tuple(SKILLS))
        size = len(server.received)
        judging(folders, server)
        judging(folders, server, arms=tuple(SKILLS))
        assert len(server.received) == size


def test_without_a_judge_nothing_is_made(folders: Folders) -> None:
    config = Config(arms=ArmsConfig(names=ARMS), data_dir=str(folders.root))
    assert judge_answers(material(folders), config, folders) is None
    assert not folders.judgements.exists()


def test_an_endpoint_that_is_not_there_ends_the_stage(folders: Folders) -> None:
    with serving(over_http(YES)) as server:
        pass
    with pytest.raises(UserError) as error:
        judging(folders, server)
    assert "does not answer" in str(error.value)


def reviews(folders: Folders) -> list[Review]:
    answers = read_records(folders.answers / "base.jsonl", Answer)
    first, second, third = answers[:3]

    def said(answer: Answer, metric: Any, value: float, who: str = "w") -> Review:
        hashed = answer_hash(answer)
        return Review(
            question_id=answer.question_id, arm="base", answer_hash=hashed, metric=metric, value=value, who=who
        )

    return [
        said(first, "correctness", 1.0),
        said(first, "faithfulness", 0.0),
        said(second, "correctness", 1.0),
        said(second, "faithfulness", 0.0, who="another"),
        replace(said(third, "correctness", 1.0), answer_hash="an older answer"),
    ]


def test_people_count_where_the_answer_is_still_the_same(folders: Folders) -> None:
    """A right answer that adds what no source says is not right, by the same person."""
    found = [(one.metric, one.case.question.id, one.yes) for one in labels(material(folders), reviews(folders))]
    assert found == [
        ("judged_right", "Q000", False),
        ("factual_correctness", "Q000", True),
        ("faithfulness", "Q000", False),
        ("judged_right", "Q001", True),
        ("factual_correctness", "Q001", True),
        ("faithfulness", "Q001", False),
    ]


def test_peoples_verdicts_are_part_of_the_licence(folders: Folders) -> None:
    with serving(over_http(YES)) as server:
        licence = judging(folders, server, *reviews(folders)).judged.licences[0]
    assert (licence.reviewers, licence.items) == (2, 33)
    assert [one.item for one in licence.wrong] == ["Q000 base"]


def test_the_stage_writes_what_a_judge_said_beside_all_other_scores(
    folders: Folders, capsys: pytest.CaptureFixture[str]
) -> None:
    copy_store(folders)
    with serving(over_http(YES)) as server:
        judge = JudgeConfig(url=server.url, model="m", metrics=FAST)
        score = ScoreConfig(judge=judge, traces=False)
        outcome = score_answers(Config(arms=ArmsConfig(names=ARMS), score=score, data_dir=str(folders.root)), folders)
    assert "judged_right: licensed, κ 1.00 [0.75, 1.00] on 31 items" in outcome.notes
    assert "judged right" in capsys.readouterr().out
    scores = [one for one in read_records(folders.scores / "scores.jsonl", Score) if one.judge]
    assert [one.value for one in scores] == [1.0] * 16
    assert {one.judge for one in scores} == {f"m {prompt_hash(held_to_form=True)[:12]}"}
    (licence,) = read_records(folders.scores / "judge.jsonl", Licence)
    assert (licence.metric, licence.granted) == ("judged_right", True)
    summaries = [one for one in read_records(folders.scores / "summary.jsonl", Summary) if one.metric == "judged_right"]
    assert [(one.arm, one.language, one.value) for one in summaries][2] == ("base", "all", 1.0)
    assert "judge.jsonl" in (folders.scores / "manifest.json").read_text()


def test_an_embedder_that_is_not_there_is_named_by_the_judges_own_key(folders: Folders) -> None:
    with serving(over_http(YES)) as server, pytest.raises(UserError) as error:
        judging(folders, server, metrics=("response_relevancy",), embedder="package:e6")
    assert error.value.message == "score.judge.embedder: no embedded model `e6`"
    assert server.received == []
