# How a client written in Python reports to the test that runs it.
import sys


def ok(condition, words):
    print(("ok - " if condition else "not ok - ") + words, flush=True)


def same(got, expected, words):
    ok(got == expected, words)
    if got != expected:
        print(f"  got {got!r}, expected {expected!r}", flush=True)
