"""Pages that are images, recognised by Tesseract where it is installed."""

import math
from typing import Any

from pipelines.ingest.blocks import Problem
from pipelines.ingest.readers.pdf.geometry import Handle
from pipelines.ingest.readers.pdf.page import Char, Run, Sheet

LANGUAGES = ("chi_tra", "eng")
DOTS = 300
MOST_PIXELS = 25_000_000
SECONDS = 120
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
    chars: list[Char] = []
    runs: dict[tuple[int, ...], Run] = {}
    for place, word in enumerate(found["text"]):
        if not word.strip() or float(found["conf"][place]) < LEAST_CONFIDENCE:
            continue
        left, top, width, height = (found[key][place] / scale for key in ("left", "top", "width", "height"))
        line = tuple(found[key][place] for key in ("block_num", "par_num", "line_num"))
        run = runs.setdefault(line, Run(size=float(round(height))))
        step = width / len(word)
        chars += [
            Char(letter, left + step * number, top, left + step * (number + 1), top + height, run)
            for number, letter in enumerate(word)
        ]
    return chars
