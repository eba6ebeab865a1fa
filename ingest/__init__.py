"""Room 2: documents in, evidence out — read, split, label, embed, store."""
