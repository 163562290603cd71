"""How an answer and its evidence stand on the terminal."""

from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.panel import Panel
from rich.text import Text

from pipelines.ask.reply import Reply
from pipelines.records.source import Source


def layout(question: str, reply: Reply) -> RenderableType:
    """Lays out the question, the answer, the cited sections in full, and the keys of the others shown.

    Args:
        question: The question.
        reply: The answer with its sources.

    Returns:
        What the console prints.
    """
    cited = [source for key in reply.citations for source in reply.sources if source.key == key]
    others = [source for source in reply.sources if source.key not in reply.citations]
    parts: list[RenderableType] = [
        Panel(Text(reply.text), title=Text(question), title_align="left", padding=(1, 2)),
        *(_evidence(source) for source in cited),
    ]
    if not cited:
        parts.append(Text("no section is cited" if not reply.refused else "refused: no section is cited", style="dim"))
    if others:
        parts.append(Text(f"also shown: {', '.join(source.key for source in others)}", style="dim"))
    parts.append(Text(reply.answered_by, style="bold"))
    return Group(*parts)


def _evidence(source: Source) -> RenderableType:
    heading = Text.assemble((f"[{source.key}] ", "bold"), source.heading)
    return Group(heading, Padding(Text(source.text), (0, 0, 1, 2)))
