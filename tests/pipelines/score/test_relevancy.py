"""`response_relevancy` from end to end: a judge at an endpoint, RAGAS' own metric, and the real embedding model."""

from pathlib import Path
from typing import Any

import pytest

from eval.judges.calibration import calibration
from eval.judges.dialogue import Prompt
from pipelines.records import Question, Score, read_records
from pipelines.runtime.folders import Folders
from pipelines.score.judge import Judging
from tests.eval.judges.fake import given, perfect, said
from tests.eval.makers import KEY, make_answer, write_answers, write_line
from tests.pipelines.models.chat_server import serving
from tests.pipelines.score.test_judge import ARMS, judging, over_http

EMBEDDER = "package:multilingual_e5_small"
# What the judge takes an answer to be the answer to, by the number in it; question 5 is answered evasively.
ASKED_BACK = {
    1: "出貨異常第 1 項多久內要通報？",
    2: "第 2 項出貨異常，最晚什麼時候要通報？",
    3: "公司餐廳今天供應什麼湯？",
    6: "When is exception 6 due?",
    7: "Who waters the plants in the lobby?",
}
EVASIVE, REFUSED = 5, (0, 4)
KNOWS = perfect()


def _says(prompt: Prompt) -> Any:
    try:
        return KNOWS(prompt)
    except KeyError:
        place = int(given(prompt)["response"].split()[1])
        return said(question=ASKED_BACK.get(place, "？"), noncommittal=int(place == EVASIVE))


def _answers(folders: Folders) -> list[Question]:
    questions = read_records(folders.processed / "heldout.jsonl", Question)
    for arm in ARMS:
        texts = [
            question.reference if place in REFUSED else f"第 {place} 項 24 小時內 [{KEY}]。"
            for place, question in enumerate(questions)
        ]
        said = [
            make_answer(text, question_id=question.id, arm=arm) for question, text in zip(questions, texts, strict=True)
        ]
        write_answers(folders, arm, said)
    return questions


def _scores(found: Judging, arm: str) -> list[Score]:
    return [one for one in found.judged.scores if one.arm == arm]


@pytest.fixture(autouse=True)
def evasions(monkeypatch: pytest.MonkeyPatch) -> None:
    """A part of the calibration set: what answers the question, and what evades it."""
    items = [item for item in calibration() if item.truth("response_relevancy") is not None]
    monkeypatch.setattr("eval.judges.licence.calibration", lambda: items)


@pytest.mark.slow
@pytest.mark.timeout(1800)
def test_an_answer_is_as_relevant_as_the_question_that_it_answers_is_like_the_one_asked(tmp_path: Path) -> None:
    from sentence_transformers import SentenceTransformer

    folders = write_line(tmp_path, count=8, groups=4)
    questions = _answers(folders)
    with serving(over_http(_says)) as server:
        found = judging(folders, server, metrics=("response_relevancy",), embedder=EMBEDDER)
        calls = len(server.received)
        again = judging(folders, server, metrics=("response_relevancy",), embedder=EMBEDDER)
        assert len(server.received) == calls, "the embedding model is on this machine, and replies are kept"
    assert again.judged == found.judged
    (licence,) = found.judged.licences
    assert licence.granted, licence.reason
    values = [one.value for one in _scores(found, "base")]
    assert values == [one.value for one in _scores(found, "candidate")]
    model = SentenceTransformer(str(folders.models / "multilingual_e5_small"), local_files_only=True)
    for place, asked_back in ASKED_BACK.items():
        both = model.encode([f"query: {questions[place].question}", f"query: {asked_back}"], normalize_embeddings=True)
        assert values[place] == pytest.approx(float(both[0] @ both[1]), abs=1e-4)
    assert values[1] == pytest.approx(1.0, abs=1e-5)
    assert values[2] > max(values[3], values[7]), "other words are nearer than another matter"
    assert values[EVASIVE] == 0.0
    reasons = [_scores(found, "base")[place].reason for place in REFUSED]
    assert reasons == ["a refusal or an empty answer states nothing"] * 2


def test_without_an_embedding_model_the_judge_is_not_even_asked(tmp_path: Path) -> None:
    folders = write_line(tmp_path, count=8, groups=4)
    _answers(folders)
    with serving(over_http(_says)) as server:
        found = judging(folders, server, metrics=("response_relevancy",))
    assert {one.reason for one in _scores(found, "base")} == {"no embedding model is configured for the judge"}
    assert found.judged.licences == []
    assert server.received == []
