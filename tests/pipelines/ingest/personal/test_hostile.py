"""Text made to slow the redactor down, or to break it."""

import time
from random import Random

import pytest

from benchmarks.personal_data.speed import HOSTILE, PROSE
from pipelines.ingest.personal.redactor import Redactor

REDACTOR = Redactor(b"secret", ("*@lanpan.example", "02-0000-*", "[", ""))


def seconds(text: str) -> float:
    started = time.process_time()
    REDACTOR.text(text)
    return time.process_time() - started


@pytest.mark.parametrize("piece", HOSTILE)
def test_a_repeated_piece_takes_time_in_proportion_to_its_length(piece: str) -> None:
    assert seconds(piece * (10_000 // len(piece))) < 10


@pytest.mark.slow
@pytest.mark.parametrize("piece", HOSTILE)
def test_a_megabyte_of_a_repeated_piece_takes_seconds(piece: str) -> None:
    assert seconds(piece * (10**6 // len(piece.encode()))) < 20


@pytest.mark.slow
@pytest.mark.parametrize("prose", PROSE)
def test_prose_goes_through_at_a_megabyte_a_second_and_more(prose: str) -> None:
    assert seconds(prose * (10**6 // len(prose.encode()))) < 1


def test_random_signs_never_break_it() -> None:
    random = Random(3)
    signs = "A1２٣ ९.-()+@/號路巷王小明先生客戶：\t\n\u200b\ud800〔〕[]NoRd,电話İß"
    for _ in range(200):
        text = "".join(random.choice(signs) for _ in range(60))
        redacted, findings = REDACTOR.text(text)
        assert bool(findings) == (redacted != text)


def test_digits_of_other_scripts_hide_no_number() -> None:
    assert [finding.kind for finding in REDACTOR.text("電話 ٠٩١٢-٣٤٥-٦٧٨")[1]] == ["mobile"]


def test_a_sign_whose_lower_case_is_two_signs_moves_nothing() -> None:
    redacted = REDACTOR.text("İ" * 20 + " 統編 04595257 完")[0]
    assert redacted.startswith("İ" * 20 + " 統編 〔COMPANY-")
    assert redacted.endswith("〕 完")
