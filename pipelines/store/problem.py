"""What the store raises."""

from __future__ import annotations


class StoreProblem(Exception):
    """The database cannot be opened, read or written; the message is one line: where, and why.

    Never raised for an expected outcome of a page. Passwords in database URLs are not shown.
    """
