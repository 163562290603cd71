"""The first door: a folder of documents becomes sections, and what could not be read is kept with its reason."""
