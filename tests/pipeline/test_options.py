"""What may be said and asked, in one place."""

from __future__ import annotations

from lpntk.domain import LABEL_VECTORS, Relation
from lpntk.pipeline.options import options
from lpntk.pipeline.workspace import Workspace


def test_options_name_what_requests_may_say(workspace: Workspace) -> None:
    offered = options()

    assert "digits" in {source.name for source in offered.sources}
    assert "lenet" in {model.name for model in offered.models}
    assert "torchvision:NAME" in {pattern.name for pattern in offered.other_models}
    choices = {setting.name: [one.name for one in setting.choices] for setting in offered.settings}
    assert choices["label_vector"] == [name for name in LABEL_VECTORS if name != "pntk"]
    assert choices["device"] == ["auto", "cpu", "cuda", "mps"]
    assert "fpc-largest" in {strategy.name for strategy in offered.strategies}
    assert offered.plan_formats == ("npy", "json", "csv", "txt")
    assert [export.formats for export in offered.exports if export.result == "report"] == [("html",)]
    assert [rule.relation for rule in offered.relations] == list(Relation)
    assert workspace.submit(offered.defaults).is_new


def test_the_defaults_are_those_of_the_settings() -> None:
    offered = options()

    defaults = offered.defaults.settings()
    for setting in offered.settings:
        assert setting.required or defaults[setting.name] == setting.default
        setting.check(defaults[setting.name])
