"""What holds for every test."""

from hypothesis import settings

# A busy machine is slow, not wrong: the time of one example says nothing about the code.
settings.register_profile("lpntk", deadline=None)
settings.load_profile("lpntk")
