"""Whether a configured endpoint can be one at all, told before any work and without a library."""

from urllib.parse import urlsplit


def problem_with(url: str, model: str) -> str | None:
    """Says what is wrong with an endpoint's address and model; None where nothing is, or neither is set."""
    if not url:
        return "`model` is set and `url` is not" if model else None
    if not model:
        return "`url` is set and `model` is not: name the model that the endpoint serves"
    parts = urlsplit(url)
    if parts.scheme not in ("http", "https") or not parts.hostname:
        return "`url` is no address such as http://localhost:8000/v1"
    if "@" in parts.netloc or parts.query:
        return "`url` holds a login or a key: name the environment variable that holds it in `api_key_env`"
    return None
