"""The state dict within a checkpoint that fits a model, whatever a training script has put around it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from torch import Tensor

from lpntk.domain import InputError
from lpntk.domain.words import some

# Keys under which training scripts save a model, the one that is taken first; averaged weights come last.
_WRAPPERS = (
    "state_dict",
    "model_state_dict",
    "model_state",
    "model",
    "net",
    "network",
    "module",
    "weights",
    "params",
    "state_dict_ema",
    "ema_state_dict",
    "model_ema",
    "ema_model",
    "ema",
)
# What stands before the names where a model was a part of another, which may have had other parts.
_PARTS = {"module", "model", "net", "network", "student", "ema", "ema_model", "model_ema"}
# What torch puts anywhere into names where a layer was compiled, sharded or computed anew.
_BETWEEN = {"_orig_mod", "_fsdp_wrapped_module", "_checkpoint_wrapped_module"}
COUNTER = "num_batches_tracked"
"""The end of names of what counts batches of training, and is missing where weights are older than it."""

_DEEPEST, _NAMED_AT_MOST = 3, 3


def fitting_state(
    content: Any, expected: Mapping[str, Tensor], where: str, classes: int | None = None
) -> dict[str, Tensor]:
    """By the model's own names, the weights of a checkpoint that fit it; all but counters of batches.

    Those of last layers that are for another number of classes are left out, where that is allowed.

    Parameters
    ----------
    content
        What the file holds: a state dict, or mappings around one.
    expected
        The model's state dict.
    where
        What to call the file.
    classes
        K, of which last layers may have another number; None where they may not.

    Raises
    ------
    InputError
        If there is no state dict, none fits (the nearest is told of) or several that are equally likely do.
    """
    names = {_plain(name): name for name in expected}
    plain = {_plain(name): value for name, value in expected.items()}
    found = [
        _Candidate(path, prefix, state)
        for path, state in _state_dicts(content)
        for prefix in _prefixes(state, plain)
    ]
    if not found:
        raise _wrong(f"{where} holds no state dict: save it with torch.save(model.state_dict(), file).")
    fitting = [candidate for candidate in found if not candidate.complaints(plain)]
    if not fitting and classes is not None:
        found = [candidate.without(candidate.for_other_classes(plain, classes)) for candidate in found]
        fitting = [candidate for candidate in found if not candidate.complaints(plain)]
    if not fitting:
        raise _wrong(_nothing_fits(found, plain, where))
    first = min(candidate.rank for candidate in fitting)
    likely = [candidate for candidate in fitting if candidate.rank == first]
    if len(likely) > 1:
        places = some([str(candidate) for candidate in likely], _NAMED_AT_MOST)
        raise _wrong(f"{where} has more than one that fits the model ({places}): save the one alone.")
    return {names[name]: value for name, value in likely[0].own().items()}


@dataclass(frozen=True, eq=False)
class _Candidate:
    """A state dict that lies under some keys, with something before the names.

    Attributes
    ----------
    path
        The keys.
    prefix
        What is before the names; empty or with a dot at its end.
    state
        All of it.
    left_out
        Names that neither are looked for nor count where they are.
    """

    path: tuple[str, ...]
    prefix: str
    state: Mapping[str, Tensor]
    left_out: frozenset[str] = frozenset()

    def __str__(self) -> str:
        place = f"'{'.'.join(self.path)}'" if self.path else "the file itself"
        return f"{place} without '{self.prefix}'" if self.prefix else place

    @property
    def rank(self) -> tuple[int, ...]:
        """The lower, the likelier."""
        return tuple(_WRAPPERS.index(key) if key in _WRAPPERS else len(_WRAPPERS) for key in self.path)

    def complaints(self, expected: Mapping[str, Tensor]) -> dict[str, list[str]]:
        """What does not fit, by what is wrong with it."""
        own = self.own()
        both = {name: (own[name], value) for name, value in expected.items() if name in own}
        found = {
            "missing": [
                n for n in expected if n not in own and n not in self.left_out and not n.endswith(COUNTER)
            ],
            "unexpected": [n for n in own if n not in expected],
            "of another shape": [
                f"{name} {tuple(mine.shape)} for {tuple(value.shape)}"
                for name, (mine, value) in both.items()
                if mine.shape != value.shape
            ],
            "of another type": [
                f"{name} {mine.dtype} for {value.dtype}"
                for name, (mine, value) in both.items()
                if mine.is_floating_point() != value.is_floating_point()
                and not (mine.is_quantized or name.endswith(COUNTER))
            ],
        }
        return {what: names for what, names in found.items() if names}

    def own(self) -> dict[str, Tensor]:
        """The weights under the prefix; those beside it belong to other parts of what the model was in."""
        own = {n.removeprefix(self.prefix): v for n, v in self.state.items() if n.startswith(self.prefix)}
        return {name: value for name, value in own.items() if name not in self.left_out}

    def for_other_classes(self, expected: Mapping[str, Tensor], classes: int) -> frozenset[str]:
        """The names of what is expected for so many classes, and is there for one other number of them."""
        own = self.own()
        others = {
            name: len(own[name])
            for name, value in expected.items()
            if name in own and value.dim() and own[name].dim() == value.dim() and len(value) == classes
            if own[name].shape != value.shape and own[name].shape[1:] == value.shape[1:]
        }
        return frozenset(others) if len(set(others.values())) == 1 else frozenset()

    def without(self, names: frozenset[str]) -> _Candidate:
        """The same without some names."""
        return replace(self, left_out=names)


def _state_dicts(
    content: Any, path: tuple[str, ...] = ()
) -> Iterator[tuple[tuple[str, ...], dict[str, Tensor]]]:
    """Everything in a checkpoint that has named tensors, with the keys under which it lies."""
    if not isinstance(content, Mapping) or len(path) > _DEEPEST:
        return
    named = {name: value for name, value in content.items() if isinstance(name, str)}
    tensors = {_plain(name): value for name, value in named.items() if isinstance(value, Tensor)}
    if tensors:
        yield path, tensors
    for name, value in named.items():
        yield from _state_dicts(value, (*path, name))


def _plain(name: str) -> str:
    return ".".join(part for part in name.split(".") if part not in _BETWEEN)


def _prefixes(state: Mapping[str, Tensor], expected: Mapping[str, Tensor]) -> list[str]:
    """What may be taken off the names: nothing, what all of them have, or the name of a part."""
    found = {""}
    for name in state:
        for at in (place + 1 for place, letter in enumerate(name) if letter == "."):
            prefix = name[:at]
            if name[at:] in expected and (
                set(prefix[:-1].split(".")) <= _PARTS or all(other.startswith(prefix) for other in state)
            ):
                found.add(prefix)
    return sorted(found)


def _nothing_fits(found: list[_Candidate], expected: Mapping[str, Tensor], where: str) -> str:
    def faults(candidate: _Candidate) -> int:
        return sum(map(len, candidate.complaints(expected).values()))

    nearest = min(found, key=faults)
    told = "; ".join(
        f"{what}: {some(names, _NAMED_AT_MOST)}" for what, names in nearest.complaints(expected).items()
    )
    tried = ""
    if len(found) > 1:
        others = some([str(candidate) for candidate in found if candidate is not nearest], _NAMED_AT_MOST)
        tried = f" That is of {nearest}; also tried: {others}."
    return f"{where} does not fit the model ({told}): choose the model that it was saved from.{tried}"


def _wrong(sentence: str) -> InputError:
    return InputError(sentence, field="checkpoint")
