from __future__ import annotations

import pytest
import torch

from lpntk.devices import choose_device, default_memory_budget, machine_cores
from lpntk.domain import InputError


def pretend(monkeypatch, *, cuda, mps):
    monkeypatch.setattr(torch.cuda, "is_available", lambda: cuda)
    monkeypatch.setattr(torch.backends.mps, "is_available", lambda: mps)


@pytest.mark.parametrize(
    ("cuda", "mps", "chosen"),
    [(True, True, "cuda"), (True, False, "cuda"), (False, True, "mps"), (False, False, "cpu")],
)
def test_auto_takes_the_fastest_there_is(monkeypatch, cuda, mps, chosen):
    pretend(monkeypatch, cuda=cuda, mps=mps)
    assert choose_device("auto") == torch.device(chosen)


def test_cpu_is_always_there(monkeypatch):
    pretend(monkeypatch, cuda=True, mps=True)
    assert choose_device("cpu") == torch.device("cpu")


@pytest.mark.parametrize(("name", "there"), [("cuda", "auto or mps, cpu"), ("mps", "auto or cuda, cpu")])
def test_absent_device_names_those_that_are_there(monkeypatch, name, there):
    pretend(monkeypatch, cuda=name != "cuda", mps=name != "mps")
    with pytest.raises(InputError, match=f"no {name} device on this machine: choose {there}") as caught:
        choose_device(name)
    assert caught.value.field == "device"


def test_unknown_device():
    with pytest.raises(InputError, match="Unknown device 'gpu': choose one of auto, cpu, cuda, mps"):
        choose_device("gpu")


def test_memory_is_half_of_what_a_container_may_use(monkeypatch, tmp_path):
    cpu = torch.device("cpu")
    machine = default_memory_budget(cpu)
    assert machine > 1 << 28
    limit = tmp_path / "memory.max"
    monkeypatch.setattr("lpntk.devices._CONTAINER_LIMITS", (tmp_path / "none", limit))
    limit.write_text("max\n")
    assert default_memory_budget(cpu) == machine
    limit.write_text(f"{1 << 28}\n")
    assert default_memory_budget(cpu) == 1 << 27


def test_a_container_s_cores_are_the_machine_s(monkeypatch, tmp_path):
    limit = tmp_path / "cpu.max"
    monkeypatch.setattr("lpntk.devices._CONTAINER_CORES", limit)
    monkeypatch.setattr("os.cpu_count", lambda: 64)
    for text, cores in (("max 100000", 64), ("400000 100000", 4), ("50000 100000", 1), ("no", 64)):
        limit.write_text(text)
        assert machine_cores() == cores
    limit.unlink()
    assert machine_cores() == 64
