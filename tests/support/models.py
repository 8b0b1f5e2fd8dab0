"""Small classifiers, each with something in it that gradients by layers could get wrong."""

from __future__ import annotations

from typing import Any

import torch
import torch.nn.functional as F  # noqa: N812
from torch import Tensor, nn

from support.data import digits


def digit_tensors(count: int) -> tuple[Tensor, Tensor]:
    """Real digits: (count, 1, 8, 8) float32, normalised, and (count,) int64 labels."""
    images, labels = digits()
    pixels = torch.from_numpy(images[:count]).permute(0, 3, 1, 2).float() / 255
    return (pixels - 0.3) / 0.35, torch.from_numpy(labels[:count])


class LeNetLike(nn.Module):
    """Two convolutions, pooling, dropout, two linear layers."""

    def __init__(self) -> None:
        super().__init__()
        self.layers = nn.Sequential(
            nn.Conv2d(1, 8, 3), nn.ReLU(), nn.Conv2d(8, 12, 3), nn.ReLU(), nn.MaxPool2d(2), nn.Dropout(0.25),
            nn.Flatten(), nn.Linear(48, 24), nn.ReLU(), nn.Dropout(0.5), nn.Linear(24, 10),
        )  # fmt: skip

    def forward(self, x: Tensor) -> Tensor:
        return self.layers(x)


class Residual(nn.Module):
    """Operations in place right after and between convolutions."""

    def __init__(self) -> None:
        super().__init__()
        self.stem = nn.Conv2d(1, 6, 3, padding=1)
        self.first = nn.Conv2d(6, 6, 3, padding=1, bias=False)
        self.second = nn.Conv2d(6, 6, 3, padding=1)
        self.down = nn.Conv2d(6, 8, 3, stride=2, padding=1)
        self.short = nn.Conv2d(6, 8, 1, stride=2)
        self.relu = nn.ReLU(inplace=True)
        self.head = nn.Linear(8, 10)

    def forward(self, x: Tensor) -> Tensor:
        x = self.relu(self.stem(x))
        out = self.second(self.relu(self.first(x)))
        out += x
        x = self.relu(out)
        out = self.down(x)
        out += self.short(x)
        return self.head(self.relu(out).mean(dim=(2, 3)))


class Attention(nn.Module):
    """What has no rule: norms, attention (which reads its output layer's weights), a bare parameter."""

    def __init__(self) -> None:
        super().__init__()
        self.patches = nn.Conv2d(1, 16, 2, stride=2)
        self.token = nn.Parameter(torch.randn(1, 1, 16))
        self.group_norm = nn.GroupNorm(4, 16)
        self.attention = nn.MultiheadAttention(16, 4, batch_first=True)
        self.norm = nn.LayerNorm(16)
        self.encoder = nn.TransformerEncoderLayer(16, 2, 24, batch_first=True, activation="gelu")
        self.head = nn.Linear(16, 10)

    def forward(self, x: Tensor) -> Tensor:
        x = self.group_norm(self.patches(x)).flatten(2).transpose(1, 2)
        x = torch.cat([self.token.expand(len(x), -1, -1), x], dim=1)
        x = self.norm(x + self.attention(x, x, x, need_weights=False)[0])
        return self.head(self.encoder(x)[:, 0])


class Normed(nn.Module):
    """Batch norm with statistics and scales of its own."""

    def __init__(self) -> None:
        super().__init__()
        self.conv = nn.Conv2d(1, 6, 3, bias=False)
        self.norm = nn.BatchNorm2d(6)
        self.head = nn.Linear(6 * 36, 10)
        with torch.no_grad():
            for values in (self.norm.running_mean, self.norm.bias):
                values.normal_()
            for values in (self.norm.running_var, self.norm.weight):
                values.uniform_(0.5, 2)

    def forward(self, x: Tensor) -> Tensor:
        return self.head(F.silu(self.norm(self.conv(x))).flatten(1))


class Repeated(nn.Module):
    """A convolution and a linear layer that are used twice each."""

    def __init__(self) -> None:
        super().__init__()
        self.stem = nn.Conv2d(1, 4, 3)
        self.conv = nn.Conv2d(4, 4, 3, padding=1)
        self.wide = nn.Linear(4 * 36, 20)
        self.linear = nn.Linear(20, 20)
        self.head = nn.Linear(20, 10)

    def forward(self, x: Tensor) -> Tensor:
        x = self.conv(torch.tanh(self.conv(torch.tanh(self.stem(x)))))
        x = torch.tanh(self.wide(x.flatten(1)))
        return self.head(torch.tanh(self.linear(torch.tanh(self.linear(x)))))


class Tied(nn.Module):
    """Weights that two layers share, one of them also as its own transpose, outside of any layer."""

    def __init__(self) -> None:
        super().__init__()
        self.first = nn.Linear(64, 64)
        self.second = nn.Linear(64, 64)
        self.second.weight = self.first.weight
        self.narrow = nn.Linear(64, 12)
        self.head = nn.Linear(64, 10)

    def forward(self, x: Tensor) -> Tensor:
        x = torch.tanh(self.second(torch.tanh(self.first(x.flatten(1)))))
        x = F.linear(torch.tanh(self.narrow(x)), self.narrow.weight.T)
        return self.head(torch.tanh(x))


class Words(nn.Module):
    """Whole numbers in; the embedding's weight is the output layer's, too."""

    def __init__(self) -> None:
        super().__init__()
        self.embedding = nn.Embedding(10, 8)
        self.mix = nn.Linear(8, 8)
        self.head = nn.Linear(8, 10, bias=False)
        self.head.weight = self.embedding.weight

    def forward(self, x: Tensor) -> Tensor:
        return self.head(torch.tanh(self.mix(self.embedding(x))).mean(dim=1))


class Recurrent(nn.Module):
    """A layer that is one operation with many weights."""

    def __init__(self) -> None:
        super().__init__()
        self.lstm = nn.LSTM(8, 6, batch_first=True)
        self.head = nn.Linear(6, 10)

    def forward(self, x: Tensor) -> Tensor:
        return self.head(self.lstm(x[:, 0])[0][:, -1])


class _Cube(torch.autograd.Function):
    """An operation of the old style, which torch.func refuses."""

    @staticmethod
    def forward(ctx: Any, x: Tensor) -> Tensor:
        ctx.save_for_backward(x)
        return x**3

    @staticmethod
    def backward(ctx: Any, gradient: Tensor) -> Tensor:
        return gradient * 3 * ctx.saved_tensors[0] ** 2


class Untraceable(nn.Module):
    """Parameters with and without a rule around an operation that torch.func cannot trace."""

    def __init__(self) -> None:
        super().__init__()
        self.body = nn.Linear(64, 16)
        self.scale = nn.Parameter(torch.rand(16))
        self.head = nn.Linear(16, 10)

    def forward(self, x: Tensor) -> Tensor:
        return self.head(_Cube.apply(self.body(x.flatten(1))) * self.scale)


class Unused(nn.Module):
    """A layer without a call, a parameter without a use, a layer under no_grad, a detached branch."""

    def __init__(self) -> None:
        super().__init__()
        self.body = nn.Linear(64, 20)
        self.idle = nn.Linear(30, 30)
        self.lonely = nn.Parameter(torch.randn(3))
        self.still = nn.Linear(64, 20)
        self.cut = nn.Linear(64, 20)
        self.head = nn.Linear(20, 10)

    def forward(self, x: Tensor) -> Tensor:
        x = x.flatten(1)
        with torch.no_grad():
            still = self.still(x)
        return self.head(torch.tanh(self.body(x) + still + self.cut(x).detach()))


class Positions(nn.Module):
    """Linear layers over axes of positions, changed in place, one with the batch in the second place."""

    def __init__(self) -> None:
        super().__init__()
        self.rows = nn.Linear(8, 6)
        self.turned = nn.Linear(6, 6)
        self.deep = nn.Linear(6, 5)
        self.head = nn.Linear(40, 10)

    def forward(self, x: Tensor) -> Tensor:
        x = self.rows(x).tanh_()
        x = torch.tanh(self.turned(x.transpose(0, 1))).transpose(0, 1)
        return self.head(self.deep(input=x).sigmoid_().flatten(1))
