"""The quality benchmark: the whole line over four sets of documents, against the aims of this product."""
