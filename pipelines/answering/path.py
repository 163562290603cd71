"""The one path: a question with its sources goes to a writer and comes back as an answer that cites keys."""

from collections.abc import Callable, Sequence
from dataclasses import replace

from pipelines.answering.quoting import quoted
from pipelines.answering.shown import Asked, Library
from pipelines.answering.writers import Writer, Written
from pipelines.language.citations import resolve
from pipelines.language.codes import unknown_codes
from pipelines.language.prompt import prompt_hash
from pipelines.language.refusal import is_refusal, refusal_for
from pipelines.records.answer import Answer


def answer(
    asked: Sequence[Asked],
    writer: Writer,
    *,
    arm: str,
    library: Library,
    advance: Callable[[int], None] = lambda _: None,
) -> list[Answer]:
    """Answers questions from the sources they show.

    A question about a code that no shown source knows is refused before anybody writes: small models answer it with
    the neighbour's row.

    Args:
        asked: The questions, each with its sources.
        writer: Who writes the answers.
        arm: The name under which the answers are filed.
        library: What the sources were found in; where it knows of meaning, so does the choice of what is quoted.
        advance: Called with how many more answers are done.

    Returns:
        One answer a question, in the order of the questions.
    """
    hashes = prompt_hash(), library.index.hash
    said = {place: Written(text=refusal_for(one.question)) for place, one in enumerate(asked) if _names_unknown(one)}
    advance(len(said))
    left = [place for place in range(len(asked)) if place not in said]

    def finished(place: int, written: Written) -> None:
        # At once, so that whoever watches sees the time that quoting takes.
        said[left[place]] = _put(written, asked[left[place]], writer, library)
        advance(1)

    writer.write([asked[place] for place in left], finished)
    return [_record(one, said[place], writer=writer, arm=arm, hashes=hashes) for place, one in enumerate(asked)]


def _names_unknown(asked: Asked) -> bool:
    shown = [f"{source.key}\n{source.heading}\n{source.text}" for source in asked.sources]
    return not asked.closed_book and bool(unknown_codes(asked.question, shown))


def _put(written: Written, asked: Asked, writer: Writer, library: Library) -> Written:
    if not writer.quote:
        return written
    return replace(written, text=quoted(written, asked, writer.refuse_from, library.likeness))


def _record(asked: Asked, written: Written, *, writer: Writer, arm: str, hashes: tuple[str, str]) -> Answer:
    cited = resolve(written.text, [source.key for source in asked.sources])
    return Answer(
        question_id=asked.id,
        arm=arm,
        text=cited.text,
        citations=cited.citations,
        invented=cited.invented,
        refused=is_refusal(cited.text),
        sources=asked.sources,
        model=writer.model,
        prompt_hash=hashes[0],
        adapter_hash=writer.adapter_hash,
        index_hash=hashes[1],
        finish_reason=written.finish_reason,
        prompt_tokens=written.prompt_tokens,
        completion_tokens=written.completion_tokens,
        golden_rank=asked.golden_rank,
        confidence=written.confidence,
        engine=writer.engine,
        dtype=writer.dtype,
    )
