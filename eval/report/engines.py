"""Which engine wrote which arm's answers, and a warning where that is part of what is compared."""

from collections.abc import Iterator, Mapping, Sequence

from eval.evidence import UNNAMED, written_by
from eval.report.words import both
from pipelines.records import Answer


def engines(answers: Mapping[str, Sequence[Answer]]) -> Iterator[str]:
    """Names the engines.

    Args:
        answers: Arm → answers.

    Yields:
        A sentence in both languages, and a second one where arms were answered by different engines; nothing where no
        answer says who wrote it.
    """
    found = written_by(answers, answers)
    if not set(found) - {UNNAMED}:
        return
    english = ", ".join(f"{engine}: {', '.join(arms)}" for engine, arms in found.items())
    chinese = "；".join(f"{engine}：{'、'.join(arms)}" for engine, arms in found.items())
    yield f'<p class="note">{both(f"Answers were written by {english}.", f"作答引擎：{chinese}。")}</p>'
    if len(found) > 1:
        warning = both(
            "Arms of different engines or number formats cannot be compared: the difference may be the engine's.",
            "不同引擎或數值格式的各組無法比較：差異可能來自引擎。",
        )
        yield f"<p><b>{warning}</b></p>"
