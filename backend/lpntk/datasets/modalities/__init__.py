"""One file a kind of input, with its `MODALITY`; see modality.py for what that must know."""
