"""How well and how fast sections are found, beside what others find: `python -m benchmarks.retrieval`."""
