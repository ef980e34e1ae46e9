"""What all tests run under."""

from __future__ import annotations

from hypothesis import settings

settings.register_profile("same", derandomize=True, deadline=None)
settings.register_profile("new", deadline=None)
settings.load_profile("same")
"""The same examples in every run, so that one that passed passes again; `--hypothesis-profile=new` looks for others.

No example has to be over in some time: a busy machine is no fault.
"""
