"""How many samples go through the model at a time."""

from __future__ import annotations

# On a CPU a pass over few samples finds its data still in the cache: measured a third faster for LeNet at
# this size. Fewer samples than so many make the products of deeper networks too thin: at half of them
# ResNet-18 and a small transformer are a tenth slower.
CPU_PASS_BYTES, CPU_MIN_BATCH, CPU_MOST = 64 << 20, 32, 256
# A card waits for the processor to start each operation of a pass, which takes as long for one sample as for
# thousands: 256 samples of LeNet at a time took an H200 4.5 ms, where one of the far larger ResNet-18 in a
# large batch took 0.039 ms.
CARD_MOST = 4096


def samples_per_pass(pass_bytes: int, budget: int, *, at_most: int | None, on_cpu: bool) -> int:
    """As many as `budget` bytes hold at `pass_bytes` each; on a CPU few enough to stay in its cache.

    Without `at_most` no more than are of use there.
    """
    batch = min(at_most or (CPU_MOST if on_cpu else CARD_MOST), budget // max(1, pass_bytes))
    if on_cpu:
        batch = min(batch, max(CPU_MIN_BATCH, CPU_PASS_BYTES // max(1, pass_bytes)))
    return max(1, batch)
