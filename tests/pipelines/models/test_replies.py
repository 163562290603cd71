"""Replies stay until their text goes, for one run at a time."""

import stat
import subprocess
import sys
from pathlib import Path

import pytest

from pipelines.models.calls import Reply
from pipelines.models.replies import FILE, forget_others, opened
from pipelines.runtime.errors import UserError

ROOT = Path(__file__).parents[3]
REPLY = Reply(text="於 24 小時內", finish="stop", prompt_tokens=3, completion_tokens=4)


def test_a_reply_is_found_as_it_was_kept(tmp_path: Path) -> None:
    with opened(tmp_path) as kept:
        assert kept.find("k") is None
        kept.keep("k", "a", REPLY)
        assert kept.new == [REPLY]
    with opened(tmp_path) as kept:
        assert kept.find("k") == REPLY
        assert kept.new == []


def test_the_first_reply_to_a_call_stays(tmp_path: Path) -> None:
    with opened(tmp_path) as kept:
        kept.keep("k", "a", REPLY)
        kept.keep("k", "a", Reply(text="other", finish="stop", prompt_tokens=0, completion_tokens=0))
        assert kept.find("k") == REPLY


def test_replies_about_a_text_that_is_gone_are_overwritten(tmp_path: Path) -> None:
    with opened(tmp_path) as kept:
        kept.keep("k1", "gone", Reply(text="withdrawn words", finish="stop", prompt_tokens=0, completion_tokens=0))
        kept.keep("k2", "here", REPLY)
    forget_others(["here"], tmp_path)
    with opened(tmp_path) as kept:
        assert kept.find("k1") is None
        assert kept.find("k2") == REPLY
    assert b"withdrawn words" not in (tmp_path / FILE).read_bytes()


def test_nothing_is_made_where_there_is_nothing_to_forget(tmp_path: Path) -> None:
    forget_others([], tmp_path / "replies")
    assert not (tmp_path / "replies").exists()


def test_only_their_owner_can_read_them(tmp_path: Path) -> None:
    with opened(tmp_path / "replies"):
        assert stat.S_IMODE((tmp_path / "replies").stat().st_mode) == 0o700


def test_two_runs_do_not_pay_for_the_same_calls(tmp_path: Path) -> None:
    program = (
        "import sys, pathlib\n"
        "from pipelines.models.replies import opened\n"
        "opened(pathlib.Path(sys.argv[1])).__enter__()\n"
    )
    command = [sys.executable, "-c", program, str(tmp_path)]
    with opened(tmp_path):
        done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert "another run is asking the same endpoint" in done.stderr
    with opened(tmp_path):
        pass


def test_a_damaged_file_is_not_thrown_away(tmp_path: Path) -> None:
    (tmp_path / FILE).write_bytes(b"no database " * 100)
    with pytest.raises(UserError, match="is damaged"), opened(tmp_path):
        pass
    assert (tmp_path / FILE).read_bytes().startswith(b"no database")
