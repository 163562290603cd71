"""Language: the one prompt, citations, the refusal, scripts, tokens for retrieval, and values."""
