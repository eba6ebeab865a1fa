"""Room 5: how good and how fast the answers are. For now: how fast (``python -m evals.bench``)."""
