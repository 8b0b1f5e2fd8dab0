from __future__ import annotations

import os
import random

import pytest

from bench.load import Figures, Target, Usage, _times

TARGET = Target(exact=1, sketch=2, dataset=3, indices=(4, 5))


def test_clients_ask_for_what_the_page_asks_for():
    paths = {TARGET.path(random.Random(seed)) for seed in range(500)}
    assert {"/api/analyses", "/api/analyses/1", "/api/analyses/1/page"} <= paths
    assert {"/api/datasets/3/previews/4?v=1", "/api/analyses/2/samples/5?rank=false"} <= paths
    assert TARGET.click(random.Random(0)).startswith("/api/analyses/2/samples/")


def test_the_figures():
    times = _times("", [float(n) for n in range(1, 101)])
    assert times == pytest.approx({"median_ms": 50.5, "p95_ms": 96.0, "max_ms": 100.0}, abs=0.1)
    figures = Figures()
    figures.answers.update(["200", "200", "503", "ReadTimeout"])
    assert figures.errors == 2


def test_what_a_process_takes():
    usage = Usage.of(os.getpid())
    assert usage.threads >= 1
    assert 1 < usage.memory <= usage.peak
