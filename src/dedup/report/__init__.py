"""Views of a result: JSON, the terminal, Markdown. A view reads values and writes a string; it finds nothing out."""
