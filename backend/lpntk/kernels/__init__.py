"""The labelled pseudo NTK: exactly in tiles, or past what fits as a sketch.

From the bottom: `rules` (how a layer's gradients follow from one pass), `summary` (what is streamed from
tiles), `passes` (one forward and one backward), `features` (gradients laid out for products), `survey` (what
is known of a model before the work), `source` (from samples to gradients), `exact` and `sketch` (the kernel
itself), and `kernel`, which is `lpntk.kernel`.
"""
