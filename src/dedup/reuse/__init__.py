"""What texts have in common: from keys that meet to verified passages, matches, repetitions, clusters."""
