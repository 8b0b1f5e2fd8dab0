"""A small classifier of texts that is trained in seconds."""

from __future__ import annotations

import torch
from torch import Tensor, nn

from lpntk.learning.words import BUCKETS

_WIDTH = 32


class BagOfWords(nn.Module):
    """The mean of a text's embeddings, then a linear layer: the network of fastText (Joulin et al. 2017).

    The mean is written as a product of shares of words with a matrix, so that the kernel's rule for linear
    layers applies and no gradient of 16,384 embeddings is written out.

    Parameters
    ----------
    num_classes
        K.
    """

    def __init__(self, num_classes: int) -> None:
        super().__init__()
        self.embedding = nn.Linear(BUCKETS, _WIDTH, bias=False)
        nn.init.normal_(self.embedding.weight, std=_WIDTH**-0.5)
        self.classifier = nn.Linear(_WIDTH, num_classes)

    def forward(self, tokens: Tensor) -> Tensor:
        """(N, K) logits of (N, T) int64 tokens, 0 where there is none."""
        there = (tokens > 0).to(self.embedding.weight.dtype)
        shares = there / there.sum(dim=1, keepdim=True).clamp(min=1)
        counts = torch.zeros(len(tokens), BUCKETS, dtype=shares.dtype, device=tokens.device)
        return self.classifier(self.embedding(counts.scatter_add(1, tokens, shares)))
