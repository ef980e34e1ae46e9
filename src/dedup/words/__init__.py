"""Bytes into words with their places, and texts into paragraphs."""
