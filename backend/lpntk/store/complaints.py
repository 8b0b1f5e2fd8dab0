"""What a database driver complains of, as a sentence for a person."""

from __future__ import annotations

import os

_SENTENCES = (
    (
        ("not a database",),
        "{place} is not a database: name another file, or move it away and a new one is made.",
    ),
    (
        ("permission denied for", "no schema has been selected"),
        "The database {place} has no schema in which its user may make tables ({reason}): grant the user"
        " USAGE and CREATE on one, or name another database.",
    ),
    (
        ("memory alloc request size",),
        "The database {place} cannot take or give so much in one piece, as a classifier of over half a"
        " gigabyte is ({reason}): keep analyses of that one in an SQLite file.",
    ),
    (
        ("deadlock detected", "lock timeout"),
        "The database {place} was in use by others in a way that does not go together ({reason}): try again.",
    ),
    (
        ("malformed", "constraint failed", "no such table", "no such column"),
        "The database {place} is damaged ({reason}): restore it from a backup, or move it away and a new one"
        " is made.",
    ),
    (
        ("readonly", "read-only", "unable to open", "permission"),
        "The database {place} cannot be opened for writing ({reason}): check its permissions, or copy it to a"
        " folder that can be written.",
    ),
    (
        ("locked",),
        "The database {place} was in use by another process for over {patience} seconds: try again when that"
        " has finished.",
    ),
    (("is full", "no space left"), "The disk with {place} is full: make room and try again."),
    (
        ("disk i/o error",),
        "The disk with {place} cannot be read or written ({reason}): see whether it is full or fails.",
    ),
)
"""Words of the driver's reason, and what to say then; the first that fits."""
_UNANSWERED = ("connect", "shut", "starting up", "timeout", "resolve")
"""Words of a driver that has no answer from its server."""


def complaint(place: str, reason: str, patience: float) -> str:
    """The sentence for a driver's complaint.

    Parameters
    ----------
    place
        Where the database is, for people.
    reason
        What the driver says.
    patience
        How many seconds it waits for others.
    """
    reason = " ".join(reason.split())
    for words, sentence in _SENTENCES:
        if any(word in reason.lower() for word in words):
            return sentence.format(place=place, reason=reason, patience=patience)
    if not place.startswith(os.sep) and any(word in reason.lower() for word in _UNANSWERED):
        return f"The database {place} does not answer: {reason}"
    return f"The database {place} failed: {reason}."
