"""A teacher: a model behind an endpoint that writes questions and other wordings, all of which have to be proven."""
