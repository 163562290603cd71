"""Phrasing: questions and answers made from a section's own sentences."""
