"""One hash over the weights of a local folder, remembered, since hashing 16 GB takes a minute."""

import hashlib
import json
from pathlib import Path

from pipelines.runtime.files import replacing_file, sha256_of


def folder_hash(folder: Path, memo: Path) -> str:
    """Returns the sha256 over the hashes of a folder's safetensors.

    Args:
        folder: A model's folder.
        memo: Where the hash is remembered; used while sizes and times of the files stay the same.

    Returns:
        A sha256, hexadecimal.
    """
    weights = sorted(folder.glob("*.safetensors"))
    state = {path.name: [path.stat().st_size, path.stat().st_mtime_ns] for path in weights}
    if memo.is_file():
        known = json.loads(memo.read_text(encoding="utf-8"))
        if known["folder"] == str(folder.resolve()) and known["state"] == state:
            return str(known["hash"])
    hashes = "\n".join(f"{path.name} {sha256_of(path)}" for path in weights)
    found = hashlib.sha256(hashes.encode()).hexdigest()
    content = {"folder": str(folder.resolve()), "state": state, "hash": found}
    with replacing_file(memo) as new:
        new.write_text(json.dumps(content, sort_keys=True, indent=2) + "\n", encoding="utf-8")
    return found
