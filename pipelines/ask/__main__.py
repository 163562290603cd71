"""Answers a question from the documents, with the sections it rests on.

  python -m pipelines.ask question="出貨異常多久內要通報？"

The question may hold any character; several questions, a line each, are answered by one loading of the model. The
champion answers; before the first promotion the candidate does, and says so. Documents that `make refresh` has read
since are what it answers from.
"""

import sys
from pathlib import Path

from pipelines.ask.command_line import gather, require_questions
from pipelines.ask.config import Config
from pipelines.runtime.folders import Folders
from pipelines.runtime.progress import console
from pipelines.runtime.stage import Outcome, main


def work(config: Config) -> Outcome:
    """Answers the questions and prints each answer with its evidence.

    Args:
        config: The questions; model, retrieval and answer settings.

    Returns:
        How many sections were shown and cited.
    """
    # Imported here, so that `--help` need not wait for the libraries behind it.
    from pipelines.ask.layout import layout
    from pipelines.ask.reply import replies_to

    questions = require_questions(config.question)
    replies = replies_to(questions, config, Folders(Path(config.data_dir)))
    for question, reply in zip(questions, replies, strict=True):
        console.print(layout(question, reply))
    return Outcome(
        read={"sections shown": sum(len(reply.sources) for reply in replies)},
        made={"citations": sum(len(reply.citations) for reply in replies)},
    )


if __name__ == "__main__":
    sys.argv[1:] = gather(sys.argv[1:])
    main("ask", Config, work, __doc__)
