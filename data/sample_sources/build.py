"""Writes the sample company's documents from their readable sources, byte for byte the same everywhere.

Run from the repository's root:

    python data/sample_sources/build.py            writes data/raw/sample
    python data/sample_sources/build.py --check    exits 1 if a file there differs from its source
"""

import argparse
import sys
from collections.abc import Callable
from pathlib import Path

import exports
import mails
import paper
import sheets
import slides
import word

RENDERED: tuple[tuple[str, str, Callable[[str], bytes]], ...] = (
    ("word", ".docx", word.render),
    ("pdf", ".pdf", paper.render),
    ("slides", ".pptx", slides.render),
)
ENCODINGS = {"cp950": b"", "utf-16-le": b"\xff\xfe"}
"""Folder of sources, and the encoding it is written in → the mark that its files begin with."""
SOURCES = Path(__file__).parent / "texts"
TARGET = Path(__file__).parents[1] / "raw" / "sample"


def main() -> int:
    """Builds or checks, and returns the exit code."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--check", action="store_true", help="compare instead of writing")
    checking: bool = parser.parse_args().check
    files = documents()
    if checking:
        return check(files)
    TARGET.mkdir(parents=True, exist_ok=True)
    for name, data in files.items():
        (TARGET / name).write_bytes(data)
    sys.stdout.write(f"{len(files)} files in {TARGET}\n")
    return 0


def documents() -> dict[str, bytes]:
    """Returns every document by its file name."""
    made: dict[str, bytes] = {}
    for folder, suffix, render in RENDERED:
        made |= {path.stem + suffix: render(path.read_text(encoding="utf-8")) for path in _sorted(folder, "*.md")}
    for folder in _sorted("sheets", "*"):
        # 1_國內運費.csv is the first sheet, called 國內運費.
        pages = [(path.stem.split("_", 1)[1], path) for path in sorted(folder.glob("*.csv"))]
        made[f"{folder.name}.xlsx"] = sheets.render(pages)
    made |= {f"{path.stem}.eml": mails.render(path) for path in _sorted("mail", "*.md")}
    made |= {f"{folder.name}.zip": exports.render(folder) for folder in _sorted("notion", "*")}
    for encoding, mark in ENCODINGS.items():
        made |= {path.name: mark + _lines(path).encode(encoding) for path in _sorted(encoding, "*")}
    return made | {path.name: path.read_bytes() for path in _sorted("plain", "*")}


def check(files: dict[str, bytes]) -> int:
    """Names the files that differ from what the sources make; returns 1 if there are any."""
    found = {path.name: path.read_bytes() for path in sorted(TARGET.iterdir())}
    differing = sorted(name for name in found.keys() | files.keys() if found.get(name) != files.get(name))
    for name in differing:
        sys.stderr.write(f"{TARGET / name} is not what its source makes\n")
    if differing:
        sys.stderr.write("\nhint: run `python data/sample_sources/build.py`\n")
    return 1 if differing else 0


def _lines(path: Path) -> str:
    return path.read_text(encoding="utf-8").replace("\n", "\r\n")


def _sorted(folder: str, pattern: str) -> list[Path]:
    return sorted((SOURCES / folder).glob(pattern))


if __name__ == "__main__":
    sys.exit(main())
