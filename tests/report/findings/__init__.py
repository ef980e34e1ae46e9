"""Tests of the views of findings."""
