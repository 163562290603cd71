"""The same questions put to LangChain and Chroma as they come, and to BM25 over words between spaces."""

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from benchmarks.retrieval.corpora import Task
from benchmarks.retrieval.quality import DEEP, Rankings
from pipelines.retrieval.embedding import Embedder, passage

# `rank_bm25`'s defaults, which LangChain's BM25Retriever takes.
K1, B = 1.5, 0.75


def rankings(task: Task, embedders: Mapping[str, Embedder]) -> Rankings:
    """Ranks a task's sections, each a document: below 4,000 characters the default splitter leaves it whole."""
    texts = [(section.key, passage(section)) for section in task.sections]
    found: Rankings = {"BM25, spaces": _spaces(task, texts)}
    for name, embedder in embedders.items():
        found[f"Chroma, {name}"] = chroma(task, texts, embedder)
    return found


def chunked(task: Task, embedder: Embedder, split: Callable[[str], list[str]]) -> Rankings:
    """Ranks the chunks of whole documents; a chunk counts as a section where it holds at least half of it."""
    documents: dict[str, list[Any]] = defaultdict(list)
    for section in task.sections:
        documents[section.document].append(section)
    texts = []
    for name, sections in documents.items():
        for place, chunk in enumerate(split("\n\n".join(section.text for section in sections))):
            held = [section.key for section in sections if section.text[: len(section.text) // 2 + 1] in chunk]
            texts.append(("|".join(dict.fromkeys(held)) or f"{name} {place}", chunk))
    found = chroma(task, texts, embedder)
    golden = [
        [next((key for key in row.keys if key in keys.split("|")), keys) for keys in ranked]
        for row, ranked in zip(task.asked, found, strict=True)
    ]
    return {f"Chroma, own chunks of {sum(len(text) for _, text in texts) // len(texts):,} characters": golden}


def splitter() -> Callable[[str], list[str]] | None:
    """Returns LangChain's default splitter where it is installed, see requirements.txt beside this file."""
    try:
        from langchain_text_splitters import RecursiveCharacterTextSplitter
    except ImportError:
        return None
    split: Callable[[str], list[str]] = RecursiveCharacterTextSplitter().split_text
    return split


def _spaces(task: Task, texts: Sequence[tuple[str, str]]) -> list[list[str]]:
    import bm25s

    scorer = bm25s.BM25(k1=K1, b=B)
    scorer.index([text.split() or [""] for _, text in texts], show_progress=False)
    asked = [scorer.get_scores(row.question.split()) for row in task.asked]
    order = [sorted((at for at in range(len(texts)) if s[at] > 0), key=lambda at, s=s: -s[at])[:DEEP] for s in asked]
    return [[texts[at][0] for at in row] for row in order]


def chroma(task: Task, texts: Sequence[tuple[str, str]], embedder: Embedder) -> list[list[str]]:
    """Ranks texts under their keys by LangChain's Chroma store as it comes, in memory."""
    store = store_of(embedder)
    store.add_texts([text for _, text in texts], metadatas=[{"key": key} for key, _ in texts])
    found = [store.similarity_search(row.question, k=min(DEEP, len(texts))) for row in task.asked]
    store.delete_collection()
    return [[document.metadata["key"] for document in documents] for documents in found]


def store_of(embedder: Embedder) -> Any:  # noqa: ANN401
    """Returns an empty Chroma store that embeds by an embedder of ours."""
    from langchain_chroma import Chroma
    from langchain_core.embeddings import Embeddings

    class Adapted(Embeddings):
        def embed_documents(self, texts: list[str]) -> list[list[float]]:
            return [[float(number) for number in row] for row in embedder.passages(texts)]

        def embed_query(self, text: str) -> list[float]:
            return [float(number) for number in embedder.queries([text])[0]]

    return Chroma(collection_name="benchmark", embedding_function=Adapted())
