"""What a user reads where a store cannot be used."""

from hashlib import sha256
from pathlib import Path

import pytest

from pipelines.records import Section
from pipelines.retrieval.config import RetrievalConfig
from pipelines.retrieval.stores import open_store, packages
from pipelines.retrieval.stores.packages import needs
from pipelines.runtime.errors import UserError

SECTION = Section(
    id="SOP-LOG-001@2#§4.3",
    document="SOP-LOG-001",
    title="出貨作業程序",
    key="SOP-LOG-001 §4.3",
    kind="prose",
    heading_path=(),
    text="出貨異常須於 24 小時內通報。",
    language="zh",
    source="sop.docx",
    content_hash=sha256(b"4.3").hexdigest(),
)


def said(config: RetrievalConfig, folder: Path) -> str:
    """The message on the way to a store."""
    with pytest.raises(UserError) as error:
        open_store(config, folder)
    return str(error.value)


def test_a_store_that_is_none(tmp_path: Path) -> None:
    assert said(RetrievalConfig(store="crhoma"), tmp_path) == (
        "error: `retrieval.store=crhoma` is no store\n"
        "  stores: builtin, chroma, weaviate\n"
        "\n"
        "hint: did you mean `chroma`?"
    )


@pytest.mark.parametrize("url", ["", "127.0.0.1:8080", "http://", "http://host:80800", "http://host/acme-1", "ftp://h"])
def test_an_address_that_is_none(url: str, tmp_path: Path) -> None:
    assert said(RetrievalConfig(store="weaviate", weaviate_url=url), tmp_path) == (
        f"error: `retrieval.weaviate_url={url}` is no address of a Weaviate server\n"
        "  expected: `http://HOST:PORT`, then `/Family` and `?grpc=PORT` where they are not the usual ones\n"
        "\n"
        "hint: for the server of docs/weaviate/compose.yaml: `retrieval.weaviate_url=http://127.0.0.1:8080`"
    )


def test_packages_that_are_not_installed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(packages, "find_spec", lambda _: None)
    with pytest.raises(UserError) as error:
        needs("chromadb", "langchain_chroma", store="chroma")
    assert str(error.value) == (
        "error: `retrieval.store=chroma` needs packages that are not installed\n"
        "  chromadb\n"
        "  langchain-chroma\n"
        "\n"
        "hint: install them with `pip install 'groundsmith[stores]'`, or search in the `builtin` store"
    )
