"""The formats of the result of a check: for people, programs, code hosts and continuous integration."""
