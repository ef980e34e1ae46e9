"""Paths become documents: files, folders, globs and standard input, in text, Markdown, HTML and tables."""
