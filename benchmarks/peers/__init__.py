"""What `speed.py` measures, one module a program, each run in a process and an environment of its own by `child`.

A module has `find(given)`, which the clock is on, and may have two functions that it is not on: `prepare(source,
folder)` makes of the JSON Lines what the program takes, `tell(found)` makes rows of what it found. A row is a pair of
ids, or a passage of two documents: id, first and last, id, first and last (`passages`).
"""
