"""Reads a folder of documents and writes their sections.

Every character of every file ends in a section, or is accounted for as furniture, hidden, redacted, quarantined or
lost. What cannot be read goes to quarantine with its reason, and the rest goes on. A file that an earlier run read is
not read again. `inspect=FILE` prints what a reader sees in one file.
"""

from collections import Counter
from pathlib import Path

from pipelines.ingest.config import Config
from pipelines.ingest.inspect import show
from pipelines.runtime.files import replacing_folder
from pipelines.runtime.folders import Folders
from pipelines.runtime.stage import MISTAKE, Outcome, main


def work(config: Config) -> Outcome:
    """Ingests the corpus, or shows one file."""
    from pipelines.ingest.card import card_of
    from pipelines.ingest.report import too_lossy, warn_of
    from pipelines.ingest.stage import ingest
    from pipelines.records import write_records

    if config.inspect:
        show(Path(config.inspect), config)
    result = ingest(config)
    target = Folders(Path(config.data_dir)).interim
    with replacing_folder(target, inputs=result.hashes) as folder:
        write_records(folder / "sections.jsonl", result.sections)
        write_records(folder / "quarantine.jsonl", result.quarantined)
        write_records(folder / "accounts.jsonl", result.accounts)
        (folder / "card.md").write_text(card_of(result, config.corpus.name), encoding="utf-8", newline="\n")
    warn_of(result, target, config.corpus.max_loss)
    files, lost, limits = len(result.hashes), len(result.lost_files), config.corpus
    kinds = Counter(section.kind for section in result.sections)
    notes = []
    if lost > limits.quarantine_limit * files:
        notes.append("more documents are in quarantine than `corpus.quarantine_limit` allows")
    if too_lossy(result, limits.max_loss):
        notes.append("documents lost more of their text than `corpus.max_loss` allows")
    return Outcome(
        read={f"documents of {limits.name}": files, "of them read again": result.again},
        made={"sections": len(result.sections), **{f"of them {kind}": kinds[kind] for kind in sorted(kinds)}},
        dropped={"documents in quarantine": lost} if lost else {},
        where=[target / "sections.jsonl", target / "quarantine.jsonl", target / "card.md"],
        notes=notes,
        next_command="python -m pipelines.index",
        exit_code=MISTAKE if notes else 0,
    )


if __name__ == "__main__":
    main("ingest", Config, work, __doc__)
