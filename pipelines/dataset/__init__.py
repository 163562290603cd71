"""The stage that turns sections into training examples and held-out questions."""
