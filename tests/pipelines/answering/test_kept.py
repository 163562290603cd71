"""A run that goes on takes what was finished, and nothing else."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from pipelines.answering.kept import KeptAnswers, resuming
from pipelines.answering.shown import Asked
from pipelines.answering.writers import Finished, Writer, Written

ASKED = [Asked(id=f"q{n}", question=f"第 {n} 問", sources=()) for n in range(4)]


class Counting:
    """A writer that counts what it is asked for, and fails where it is told to."""

    def __init__(self, *, adapter: str = "a", fails_at: str = "") -> None:
        self.asked: list[str] = []
        self.fails_at = fails_at
        self.writer = Writer(model="m", adapter_hash=adapter, write=self.write, names=self.names)

    def names(self, asked: Sequence[Asked]) -> list[str]:
        """Returns a name for each answer."""
        return [f"{self.writer.adapter_hash}/{one.question}" for one in asked]

    def write(self, asked: Sequence[Asked], finished: Finished) -> None:
        """Answers the last question first."""
        written = [Written(text=f"{one.question}：\n是 [1]。", completion_tokens=3) for one in asked]
        for place in reversed(range(len(asked))):
            if asked[place].id == self.fails_at:
                raise RuntimeError("killed")
            self.asked.append(asked[place].id)
            finished(place, written[place])


def test_what_was_finished_before_a_failure_is_not_written_again(tmp_path: Path) -> None:
    path, first, second = tmp_path / "cache" / "base.jsonl", Counting(fails_at="q1"), Counting()
    with pytest.raises(RuntimeError):
        resuming(first.writer, KeptAnswers(path)).write(ASKED, lambda *_: None)
    kept, done, alone = KeptAnswers(path), {}, {}
    resuming(second.writer, kept).write(ASKED, done.__setitem__)
    assert (first.asked, second.asked, kept.found) == (["q3", "q2"], ["q1", "q0"], 2)
    Counting().writer.write(ASKED, alone.__setitem__)
    assert done == alone
    assert sorted(done) == [0, 1, 2, 3]


def test_answers_under_other_names_are_never_taken_and_leave(tmp_path: Path) -> None:
    path = tmp_path / "base.jsonl"
    resuming(Counting().writer, KeptAnswers(path)).write(ASKED, lambda *_: None)
    other = Counting(adapter="b")
    resuming(other.writer, KeptAnswers(path)).write(ASKED[:1], lambda *_: None)
    assert other.asked == ["q0"]
    assert "第 3 問" not in path.read_text(encoding="utf-8")


def test_a_line_without_its_end_and_a_changed_line_are_written_again(tmp_path: Path) -> None:
    path, again = tmp_path / "base.jsonl", Counting()
    resuming(Counting().writer, KeptAnswers(path)).write(ASKED, lambda *_: None)
    lines = path.read_bytes().split(b"\n")
    path.write_bytes(b"\n".join([lines[0].replace("是".encode(), "否".encode()), *lines[1:-1], lines[-1][:-9]]))
    resuming(again.writer, KeptAnswers(path)).write(ASKED, lambda *_: None)
    assert len(again.asked) == 2
    assert len(dict.fromkeys(path.read_bytes().split(b"\n"))) == 4


def test_only_the_owner_can_read_them(tmp_path: Path) -> None:
    path = tmp_path / "answers" / "base.jsonl"
    resuming(Counting().writer, KeptAnswers(path)).write(ASKED, lambda *_: None)
    assert (path.stat().st_mode & 0o777, path.parent.stat().st_mode & 0o777) == (0o600, 0o700)


def test_a_writer_without_names_writes_everything_and_leaves_nothing(tmp_path: Path) -> None:
    counting = Counting()
    plain = replace(counting.writer, names=None)
    assert resuming(plain, KeptAnswers(tmp_path / "x.jsonl")) is plain
    assert not (tmp_path / "x.jsonl").exists()
