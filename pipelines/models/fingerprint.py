"""One hash over the weights of a local folder, remembered, since hashing 16 GB takes a minute."""

import hashlib
import json
from pathlib import Path

from pipelines.runtime.files import replacing_file, sha256_of

WEIGHTS = frozenset({".safetensors"})


def folder_hash(folder: Path, memo: Path, suffixes: frozenset[str] = WEIGHTS) -> str:
    """Returns the sha256 over the hashes of the files that make a model what it is.

    Args:
        folder: A model's folder.
        memo: Where the hash is remembered; used while sizes and times of the files stay the same.
        suffixes: How the names of those files end; manifests and remembered hashes are never among them.

    Returns:
        A sha256, hexadecimal.
    """
    files = {
        path.relative_to(folder).as_posix(): path
        for path in sorted(folder.rglob("*"))
        if path.suffix in suffixes and not path.name.endswith(("manifest.json", ".hash.json"))
    }
    state = {name: [path.stat().st_size, path.stat().st_mtime_ns] for name, path in files.items()}
    if memo.is_file():
        known = json.loads(memo.read_text(encoding="utf-8"))
        if known["folder"] == str(folder.resolve()) and known["state"] == state:
            return str(known["hash"])
    hashes = "\n".join(f"{name} {sha256_of(path)}" for name, path in files.items())
    found = hashlib.sha256(hashes.encode()).hexdigest()
    content = {"folder": str(folder.resolve()), "state": state, "hash": found}
    with replacing_file(memo) as new:
        new.write_text(json.dumps(content, sort_keys=True, indent=2) + "\n", encoding="utf-8")
    return found
