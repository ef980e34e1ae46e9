"""dedup: what a text repeats of itself, which documents are copies of which, and who had it first."""
