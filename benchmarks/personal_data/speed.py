"""Measures how fast the redactor goes through plain text and through text made to slow it down.

python -m benchmarks.personal_data.speed
"""

import time
from random import Random

from rich.console import Console
from rich.table import Table

from benchmarks.personal_data.generate import HOTLINES, samples
from benchmarks.personal_data.measure import words
from pipelines.ingest.personal.redactor import Redactor

MEGABYTE = 10**6
PROSE = (
    "出貨異常須於 24 小時內通報物流部門，並由倉儲主管核定是否補發貨物；客戶方面另以電話 通知。\n",
    "A shipping exception is reported to Logistics within 24 hours; the supervisor approves 3 boxes.\n",
)
HOSTILE = (
    *("1", "1 ", "09", "0-", "+8", "(", "A1", "/A1", "王", "王 ", "王、", "客戶王", "客戶 王 王 王 "),
    *(
        "a@",
        "a.",
        "@",
        "a@a.",
        "Aa-aa ",
        "No. 1, ",
        "1號",
        "路1號",
        "台北市1號",
        "帳號",
        "帳號 1234567890、",
        "\u200b1",
    ),
)


def texts() -> dict[str, str]:
    """Returns a megabyte of each kind of text."""
    digits = Random(1)
    notes = "\n".join(words(sample.reading) for sample in samples("tuning", rounds=20))
    return {
        "Chinese prose": _repeated(PROSE[0]),
        "English prose": _repeated(PROSE[1]),
        "an identifier a line": notes,
        "random digits": "".join(digits.choice("0123456789 -") for _ in range(MEGABYTE)),
    } | {f"{piece!r} repeated": _repeated(piece) for piece in HOSTILE}


def _repeated(piece: str) -> str:
    return piece * (MEGABYTE // len(piece.encode()))


def main() -> None:
    """Prints a table."""
    redactor = Redactor(b"benchmark", HOTLINES)
    result = Table("text", "MB", "seconds", "MB/s")
    for name, text in texts().items():
        started = time.process_time()
        redactor.text(text)
        seconds, size = time.process_time() - started, len(text.encode()) / MEGABYTE
        result.add_row(name, f"{size:.2f}", f"{seconds:.2f}", f"{size / seconds:.2f}")
    Console().print(result)


if __name__ == "__main__":
    main()
