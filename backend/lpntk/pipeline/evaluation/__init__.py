"""Evaluation by retraining: what is asked for, who judges, which samples each training is on, and the run."""
