"""Trainings that put the paper's claims to the test: how samples act on each other while they are learnt."""
