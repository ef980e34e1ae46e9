"""The views of a result: terminal, Markdown, JSON, graphs. A view turns values into text and computes no results."""
