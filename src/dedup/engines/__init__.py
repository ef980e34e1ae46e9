"""Where batches of work run, and where rows with equal keys meet."""
