"""What a person should know of how images were read, in sentences."""

from __future__ import annotations

from collections.abc import Mapping

from lpntk.datasets.formats import endings
from lpntk.domain.value_range import ValueRange


def left_out_note(counts: Mapping[str, int], beside: int) -> str | None:
    """Which files of an image folder are no samples, by ending; None where all are.

    Parameters
    ----------
    counts
        How many files of each ending are in the folders of the classes and were not read.
    beside
        How many images belong to no class.
    """
    parts = [f"{count:,} {_ending(ending)}" for ending, count in sorted(counts.items())]
    if beside:
        parts.append(f"{beside:,} {_images(beside)} beside the folders of the classes")
    return f"Left out: {', '.join(parts)}." if parts else None


def wide_note(count: int, low: int, high: int, values: ValueRange) -> str:
    """How images of more than eight bits a pixel were brought to eight."""
    return (
        f"{count:,} {_images(count)} of more than 8 bits a pixel: values from {low:,} to {high:,}, of which "
        f"the range {values.lowest:,} to {values.highest:,} is spread over 0 to 255."
    )


def narrowed_note(count: int) -> str:
    """What is read of colours with 16 bits."""
    return f"{count:,} {_images(count)} with 16 bits a channel: the upper 8 of them are read."


def animated_note(count: int) -> str:
    """What is read of files with several pictures."""
    noun = "file holds" if count == 1 else "files hold"
    return f"{count:,} {noun} several pictures: the first of each is read."


def other_labels_note(changed: int, left_out: int) -> str | None:
    """How labels differ from those of the source; None where they do not."""
    if not changed and not left_out:
        return None
    parts = [f"{changed:,} {'is' if changed == 1 else 'are'} other than the source's"] if changed else []
    if left_out:
        parts.append(f"{left_out:,} {'leaves its sample' if left_out == 1 else 'leave their samples'} out")
    return f"Of the labels {' and '.join(parts)}."


def flipped_note(count: int) -> str:
    """That labels are wrong on purpose."""
    return f"{count:,} {'label was' if count == 1 else 'labels were'} flipped on purpose."


def _images(count: int) -> str:
    return "image" if count == 1 else "images"


def _ending(ending: str) -> str:
    if not ending:
        return "without an ending"
    return f"{ending} that is no regular file" if ending in endings() else ending
