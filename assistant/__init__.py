"""Room 3: question in, answer out — retrieve, gather, map, verify, word, show."""
