"""Makes the sections searchable: by their words, and by their meaning where an embedder is configured.

  python -m pipelines.index retrieval=hybrid

A section is embedded once; a run after documents changed embeds what came and what changed, and says what it was.
"""

from collections import Counter
from pathlib import Path

from pipelines.index.changes import in_words, read_listing, shown, write_listing
from pipelines.index.config import Config
from pipelines.runtime.files import replacing_folder, verify
from pipelines.runtime.folders import Folders
from pipelines.runtime.stage import Outcome, main


def work(config: Config) -> Outcome:
    """Indexes the sections.

    Args:
        config: How sections are searched.

    Returns:
        What was indexed, and what changed since the last index.
    """
    # Imported here, so that `--help` need not wait for the libraries behind it.
    from pipelines.index.work import index_of
    from pipelines.records.files import read_records
    from pipelines.records.section import Section
    from pipelines.retrieval.masks import in_force
    from pipelines.retrieval.storage import write_index

    folders = Folders(Path(config.data_dir))
    inputs = {"sections": verify(folders.interim)}
    sections = read_records(folders.interim / "sections.jsonl", Section)
    index, embedded = index_of(sections, config.retrieval, folders)
    citable = [one for one in sections if one.citable and in_force(one, config.retrieval.as_of)]
    before, after = read_listing(folders.index), shown(citable)
    with replacing_folder(folders.index, inputs=inputs) as target:
        write_index(target, index)
        write_listing(target, after)
    languages = Counter(section.language for section in citable)
    return Outcome(
        read={"sections": len(sections)},
        made={"of them can be shown": len(citable)}
        | {f"of them in {language}": count for language, count in sorted(languages.items())}
        | ({"embedded now": embedded} if index.embedder else {}),
        where=[folders.index],
        notes=in_words(before, after),
        next_command='make ask Q="…"' if folders.adapters.exists() else "python -m pipelines.dataset",
    )


if __name__ == "__main__":
    main("index", Config, work, __doc__)
