"""What the others say of a sample: kernel ridge regression of the labels, solved once.

All of it works on features in which the kernel is a dot product and which the regression takes apart: N rows
b_i of R numbers, with the sum of squares of each column in `eigenvalues`, and the columns orthogonal. Then
(B^T B + ridge I) is diagonal, whichever the ridge, and leaving one sample out, saying what a prediction is
made of, and solving again without some samples take no factorisation.
"""
