"""A refresh: what changed in the documents is in the next answer, without any training."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from pipelines.answering.arms import ARMS
from pipelines.answering.champion import Champion, write_champion
from pipelines.answering.config import AnswerConfig
from pipelines.answering.served import ServedSettings
from pipelines.answering.shown import Asked
from pipelines.answering.writers import Finished, Writer, Written
from pipelines.ask import reply
from pipelines.ask.config import Config
from pipelines.ask.reply import Reply, replies_to
from pipelines.index.__main__ import work as index
from pipelines.index.config import Config as IndexConfig
from pipelines.ingest.__main__ import work as ingest
from pipelines.ingest.config import Config as IngestConfig
from pipelines.ingest.config import CorpusConfig
from pipelines.language.prompt import prompt_hash
from pipelines.retrieval.config import RetrievalConfig
from pipelines.runtime.errors import UserError
from pipelines.runtime.folders import Folders
from tests.pipelines.answering.company import SMOLLM2

NOTICE = (
    "# 出貨作業程序\n\n版次：{edition}　生效日期：{since}\n\n"
    "## 4.3 異常通報\n\n出貨異常須於 {hours} 小時內通報物流部門。\n"
)
LEAVE = "# 請假辦法\n\n## 第三條\n\n特別休假應於三天前向主管申請。\n"
QUESTION = "出貨異常多久內要通報？"
CANDIDATE = "not promoted: answered by the candidate"
CHAMPION = "answered by the champion: tiny, version 1"


class Company:
    """A folder of documents, refreshed and asked as its people would."""

    def __init__(self, root: Path) -> None:
        self.folders = Folders(root / "data")
        self.documents = root / "documents"
        self.documents.mkdir()
        self.secret = root / "secret.key"

    def write(self, name: str, text: str) -> None:
        (self.documents / f"{name}.md").write_text(text, encoding="utf-8")

    def refresh(self) -> list[str]:
        """Runs `ingest` and `index`, and returns what the second one notes."""
        data = str(self.folders.root)
        corpus = CorpusConfig(name="small", path=str(self.documents), secret=str(self.secret))
        assert ingest(IngestConfig(corpus=corpus, data_dir=data)).exit_code == 0
        return list(index(IndexConfig(data_dir=data)).notes)

    def ask(self, question: str = QUESTION, *, sources: int = 1) -> Reply:
        config = Config(model=SMOLLM2, retrieval=RetrievalConfig(sources=sources), data_dir=str(self.folders.root))
        return replies_to([question], config, self.folders)[0]


@pytest.fixture
def company(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Company:
    """A company with two documents, whose model says what it is shown."""
    made = Company(tmp_path)
    made.write("SOP-LOG-001_出貨作業程序_v1.0", NOTICE.format(edition="1.0", since="2024-01-01", hours=24))
    made.write("HR-001_請假辦法", LEAVE)
    made.refresh()
    monkeypatch.setattr(reply, "writer_for", lambda *_, **__: Writer(model="fake", adapter_hash=None, write=repeat))
    return made


def repeat(asked: Sequence[Asked], finished: Finished) -> None:
    for place, each in enumerate(asked):
        finished(place, Written(text=" ".join(f"{one.text} [{n}]" for n, one in enumerate(each.sources, 1))))


def test_a_new_document_is_in_the_next_answer(company: Company) -> None:
    question = "出差住宿費上限多少？"
    assert "2,400" not in company.ask(question).text
    company.write("FIN-002_差旅費辦法", "# 差旅費辦法\n\n## 第五條\n\n國內出差住宿費每日上限為 NT$2,400。\n")
    assert company.refresh() == ["came since the last index: 1 (FIN-002 第五條)"]
    said = company.ask(question)
    assert "2,400" in said.text
    assert (said.citations, said.answered_by) == (("FIN-002 第五條",), CANDIDATE)


def test_a_changed_value_is_in_the_next_answer(company: Company) -> None:
    assert "24 小時" in company.ask().text
    company.write("SOP-LOG-001_出貨作業程序_v1.0", NOTICE.format(edition="1.0", since="2024-01-01", hours=12))
    assert company.refresh() == ["changed since the last index: 1 (SOP-LOG-001 §4.3)"]
    assert "12 小時" in company.ask().text
    assert "24 小時" not in company.ask(sources=9).text


def test_a_withdrawn_document_is_gone_from_answers_and_from_the_index(company: Company) -> None:
    next(company.documents.glob("SOP-*")).unlink()
    assert company.refresh() == ["went since the last index: 1 (SOP-LOG-001 §4.3)"]
    assert company.ask(sources=9).sources == ()
    left = b"".join(path.read_bytes() for path in sorted(company.folders.root.rglob("*")) if path.is_file())
    assert "出貨異常".encode() not in left, "not in sections, index or any cache"


def test_a_superseded_edition_gives_way_to_the_new_one_under_the_same_key(company: Company) -> None:
    company.write("SOP-LOG-001_出貨作業程序_v2.0", NOTICE.format(edition="2.0", since="2024-07-01", hours=8))
    assert company.refresh() == ["changed since the last index: 1 (SOP-LOG-001 §4.3)"]
    said = company.ask(sources=9)
    assert [source.key for source in said.sources] == ["SOP-LOG-001 §4.3"]
    assert "8 小時" in said.text
    assert "24 小時" not in said.text


def test_a_refresh_without_changes_says_so_and_gives_the_same_bytes(company: Company) -> None:
    before = {path.name: path.read_bytes() for path in company.folders.index.iterdir()}
    assert company.refresh() == ["no section changed since the last index"]
    assert {path.name: path.read_bytes() for path in company.folders.index.iterdir()} == before


def test_documents_read_and_not_yet_indexed_are_a_mistake(company: Company) -> None:
    company.write("HR-001_請假辦法", LEAVE.replace("三天", "五天"))
    corpus = CorpusConfig(name="small", path=str(company.documents), secret=str(company.secret))
    ingest(IngestConfig(corpus=corpus, data_dir=str(company.folders.root)))
    with pytest.raises(UserError, match=r"python -m pipelines\.index"):
        company.ask()


@pytest.fixture
def crowned(company: Company, monkeypatch: pytest.MonkeyPatch) -> ServedSettings:
    """Makes the company's model a champion, judged over the documents as they are."""
    judged = ServedSettings(
        model=replace(SMOLLM2, name="judged"),
        retrieval=RetrievalConfig(sources=1),
        answer=AnswerConfig(max_new_tokens=8),
        prompt_hash=prompt_hash(),
        index_hash=reply.current_library(company.folders, RetrievalConfig()).index.hash,
    )
    write_champion(company.folders, Champion(name="tiny", version=1, adapter_hash="a", tracking_uri="sqlite://"))
    sections = company.folders.root / "registered.jsonl"
    sections.write_bytes((company.folders.interim / "sections.jsonl").read_bytes())
    monkeypatch.setattr(reply, "champion_settings", lambda _: judged)
    monkeypatch.setattr(reply, "champion_artifact", lambda *_: sections)
    monkeypatch.setattr(reply, "load_registered_model", lambda *_, **__: AsJudged())
    return judged


class AsJudged:
    """Stands for the registered model."""

    def predict(self, questions: list[str]) -> list[dict[str, object]]:
        return [{"text": "as judged", "citations": [], "refused": False, "sources": []} for _ in questions]


def test_while_nothing_changed_the_champion_answers_as_it_was_judged(company: Company, crowned: ServedSettings) -> None:
    said = company.ask()
    assert (said.text, said.answered_by) == ("as judged", CHAMPION)


def test_over_changed_documents_the_champion_answers_and_says_so(
    company: Company, crowned: ServedSettings, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[object] = []

    def writer_for(arm: object, *_: object, **settings: object) -> Writer:
        asked.extend([arm, settings["model"], settings["answer"]])
        return Writer(model="fake", adapter_hash="a", write=repeat)

    monkeypatch.setattr(reply, "writer_for", writer_for)
    company.write("SOP-LOG-001_出貨作業程序_v1.0", NOTICE.format(edition="1.0", since="2024-01-01", hours=12))
    company.refresh()
    said = company.ask()
    assert "12 小時" in said.text
    assert said.answered_by == f"{CHAMPION}; the documents changed after it was judged"
    assert asked == [ARMS["champion"], crowned.model, crowned.answer], "its own model and answer settings"


def test_over_the_same_documents_searched_otherwise_the_champion_says_so(
    company: Company, crowned: ServedSettings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reply, "champion_settings", lambda _: replace(crowned, index_hash="0"))
    assert company.ask().answered_by == f"{CHAMPION}; the retrieval of sections changed after it was judged"


def test_when_the_documents_are_as_they_were_the_champion_answers_as_judged_again(
    company: Company, crowned: ServedSettings
) -> None:
    old = NOTICE.format(edition="1.0", since="2024-01-01", hours=24)
    for text in (old.replace("24", "12"), old):
        company.write("SOP-LOG-001_出貨作業程序_v1.0", text)
        company.refresh()
    assert company.ask().answered_by == CHAMPION


def test_without_an_index_here_the_champion_brings_its_own(company: Company, crowned: ServedSettings) -> None:
    company.folders.index.rename(company.folders.root / "elsewhere")
    assert company.ask().text == "as judged"


def test_a_champion_of_another_prompt_does_not_answer_from_changed_documents(
    company: Company, crowned: ServedSettings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reply, "champion_settings", lambda _: replace(crowned, index_hash="0", prompt_hash="1" * 64))
    with pytest.raises(UserError) as caught:
        company.ask()
    assert str(caught.value) == (
        "error: the registered model was judged with another prompt\n"
        f"  judged with: sha256 {'1' * 16}…\n"
        f"  found here:  sha256 {prompt_hash()[:16]}…\n\n"
        "hint: serve it where that one is, or judge and promote a model again"
    )
