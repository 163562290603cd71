"""Retrieval: which sections a question is answered from."""
