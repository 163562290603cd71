"""Pages that are images, recognised by Tesseract where it is installed."""

import math
import os
import statistics
from collections import defaultdict
from typing import Any

from pipelines.ingest.blocks import Problem
from pipelines.ingest.readers.pdf.geometry import Handle
from pipelines.ingest.readers.pdf.page import Char, Run, Sheet

LANGUAGES = ("chi_tra", "eng")
DOTS = 300
MOST_PIXELS = 25_000_000
SECONDS = 120
LIKE = (0.6, 1.4)
"""Times the usual height: a line that is printed as large as the others."""
LEAST_CONFIDENCE = 30
"""Of 100; below it Tesseract sees words in dirt and pictures."""
HINT = (
    "pip install 'groundsmith[ocr]', and install Tesseract with its data for Traditional Chinese: "
    "apt install tesseract-ocr tesseract-ocr-chi-tra"
)


def recognise(page: Handle, sheet: Sheet) -> list[Char] | Problem:
    """Recognises a page.

    Args:
        page: The page, opened by pypdfium2.
        sheet: Its size and number.

    Returns:
        Its characters where they are printed, or why there are none.
    """
    locator = f"p.{sheet.number}"
    try:
        import pytesseract
    except ImportError:
        return Problem(locator=locator, reason="no text layer, and OCR is not installed", hint=HINT)
    os.environ.setdefault("OMP_THREAD_LIMIT", "1")  # readers run side by side; threads in each slow all
    scale = min(DOTS / 72, math.sqrt(MOST_PIXELS / max(1.0, sheet.width * sheet.height)))
    image = page.render(scale=scale, grayscale=True).to_pil()
    try:
        found = pytesseract.image_to_data(
            image, lang="+".join(LANGUAGES), timeout=SECONDS, output_type=pytesseract.Output.DICT
        )
    except pytesseract.TesseractNotFoundError:
        return Problem(locator=locator, reason="no text layer, and Tesseract is not installed", hint=HINT)
    except pytesseract.TesseractError:
        return Problem(locator=locator, reason="no text layer, and Tesseract cannot read it", hint=HINT)
    except RuntimeError:
        return Problem(locator=locator, reason=f"no text layer, and recognising it took more than {SECONDS} s")
    chars = _chars(found, scale)
    return chars or Problem(locator=locator, reason="no text layer, and OCR found no text in it")


def _chars(found: dict[str, list[Any]], scale: float) -> list[Char]:
    """The characters of every line, which all stand as high as their line, whatever dirt is between them."""
    lines: dict[tuple[int, ...], list[tuple[str, float, float, float, float]]] = defaultdict(list)
    for place, word in enumerate(found["text"]):
        if word.strip() and float(found["conf"][place]) >= LEAST_CONFIDENCE:
            left, top, width, height = (found[key][place] / scale for key in ("left", "top", "width", "height"))
            key_of_line = tuple(found[key][place] for key in ("block_num", "par_num", "line_num"))
            lines[key_of_line].append((word, left, top, left + width, top + height))
    heights = [max(word[4] for word in line) - min(word[2] for word in line) for line in lines.values()]
    usual = statistics.median(heights or [0.0])
    chars: list[Char] = []
    for line, height in zip(lines.values(), heights, strict=True):
        top = min(word[2] for word in line)
        run = Run(size=round(usual if LIKE[0] * usual < height < LIKE[1] * usual else height, 1))
        for word, left, _, right, _ in line:
            step = (right - left) / len(word)
            chars += [
                Char(letter, left + step * number, top, left + step * (number + 1), top + height, run)
                for number, letter in enumerate(word)
            ]
    return chars
