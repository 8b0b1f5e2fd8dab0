"""What holds for every test."""

import os

from hypothesis import settings

# Idle OpenMP threads that spin take the cores from the server, its worker and the browser beside them. Read
# when torch is loaded, so it stands before everything that may import it.
os.environ.setdefault("OMP_WAIT_POLICY", "passive")

# A busy machine is slow, not wrong: the time of one example says nothing about the code.
settings.register_profile("lpntk", deadline=None)
settings.load_profile("lpntk")
