"""Room 1: what may be known — vocabularies as data, the sample municipality, their nouns."""
