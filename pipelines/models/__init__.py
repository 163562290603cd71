"""Models: how a base model and an adapter are found, checked and loaded, and how they write answers."""
