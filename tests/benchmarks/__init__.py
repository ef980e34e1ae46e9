"""Tests of what measures the program: the measures themselves, and the floors that they are held to."""
