"""The paper's phenomena, put to the test on a person's own data: one file an experiment.

An experiment is a task of kind `experiment`; what it computes is kept unit by unit, and what it comes to is
concluded from these units whenever somebody looks. What computes brings torch, and is imported when it is
needed.
"""
