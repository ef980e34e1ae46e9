"""Views of a check's findings: for a terminal, for programs, for code hosts and for continuous integration."""
