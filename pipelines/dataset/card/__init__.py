"""The card: what a dataset is made of, for the person who trains on it."""
