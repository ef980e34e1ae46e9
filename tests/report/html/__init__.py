"""Tests of the HTML report: of what the file holds, and in a real browser."""
