"""What the benchmark programs share: labelled sets, generated text, exact references, figures, plots."""
