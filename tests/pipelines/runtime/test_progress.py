"""Progress goes to the error stream, and warnings read like errors."""

import pytest

from pipelines.runtime import progress
from pipelines.runtime.progress import progress_bar, track, warn


def test_items_come_in_their_order_and_the_end_is_said(capsys: pytest.CaptureFixture[str]) -> None:
    assert list(track([3, 1, 2], "documents")) == [3, 1, 2]
    said = capsys.readouterr()
    assert (said.out, said.err) == ("", "documents: 3 of 3 in 0 s\n")


def test_an_unknown_total_is_not_invented(capsys: pytest.CaptureFixture[str]) -> None:
    assert list(track(iter("ab"), "rows")) == ["a", "b"]
    assert capsys.readouterr().err == "rows: 2 in 0 s\n"


def test_a_long_run_says_now_and_then_how_much_is_left(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    clock = iter([0.0, 10.0, 20.0, 25.0, 40.0])
    monkeypatch.setattr(progress.time, "monotonic", lambda: next(clock))
    with progress_bar("answers", 8) as advance:
        for _ in range(4):
            advance(2)
    assert capsys.readouterr().err.splitlines() == [
        "answers: 4 of 8 in 20 s, about 20 s left",
        "answers: 8 of 8 in 40 s",
    ]


def test_a_warning_has_details_and_a_hint_and_no_markup(capsys: pytest.CaptureFixture[str]) -> None:
    warn("1 of 4 documents could not be read", ["[red].pdf    no text layer"], "turn OCR on")
    assert capsys.readouterr().err == (
        "warning: 1 of 4 documents could not be read\n  [red].pdf    no text layer\n\nhint: turn OCR on\n"
    )
