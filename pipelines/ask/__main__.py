"""Answers one question from the documents, with the sections it rests on.

  python -m pipelines.ask question="出貨異常多久內要通報？"

The question may hold any character. The champion answers; before the first promotion the candidate does, and says so.
"""

import sys
from pathlib import Path

from pipelines.ask.command_line import gather, require_question
from pipelines.ask.config import Config
from pipelines.ask.layout import layout
from pipelines.ask.reply import reply_to
from pipelines.runtime.folders import Folders
from pipelines.runtime.progress import console
from pipelines.runtime.stage import Outcome, main


def work(config: Config) -> Outcome:
    """Answers the question and prints the answer with its evidence.

    Args:
        config: The question; model, retrieval and answer settings.

    Returns:
        How many sections were shown and cited.
    """
    question = require_question(config.question)
    reply = reply_to(question, config, Folders(Path(config.data_dir)))
    console.print(layout(question, reply))
    return Outcome(read={"sections shown": len(reply.sources)}, made={"citations": len(reply.citations)})


if __name__ == "__main__":
    sys.argv[1:] = gather(sys.argv[1:])
    main("ask", Config, work, __doc__)
