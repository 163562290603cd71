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


def texts() -> dict[str, str]:
    """Returns a megabyte or two of each kind of text."""
    digits = Random(1)
    notes = "\n".join(words(sample.reading) for sample in samples("tuning", rounds=20))
    prose = "出貨異常須於 24 小時內通報物流部門，並由倉儲主管核定是否補發貨物；客戶方面另以電話 通知。\n"
    english = "A shipping exception is reported to Logistics within 24 hours; the supervisor approves 3 boxes.\n"
    hostile = (
        "1",
        "1 ",
        "09",
        "王",
        "王 ",
        "客戶王",
        "a@",
        "a.",
        "@",
        "(",
        "+8",
        "0-",
        "No. 1, ",
        "1號",
        "路1號",
        "A1",
        "/A1",
        "帳號",
    )
    return {
        "Chinese prose": prose * (MEGABYTE // len(prose.encode())),
        "English prose": english * (MEGABYTE // len(english)),
        "an identifier a line": notes,
        "random digits": "".join(digits.choice("0123456789 -") for _ in range(MEGABYTE)),
    } | {f"{piece!r} repeated": piece * (MEGABYTE // len(piece.encode())) for piece in hostile}


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
