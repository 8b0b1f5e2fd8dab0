"""`lpntk neighbours`: what one sample does to the others."""

from __future__ import annotations

from typing import Annotated

import typer

from lpntk.cli.options import AnalysisId, AsJson, Database
from lpntk.cli.output import console, print_json
from lpntk.cli.tables import LONGEST_WORDS, neighbour_table, percent, sample_values
from lpntk.domain import RULES, InputError, Relation, require_one_of

_RELATIONS = tuple(relation.value for relation in Relation)


def neighbours(
    analysis_id: AnalysisId,
    index: Annotated[
        int, typer.Argument(metavar="INDEX", help="The sample's position in the original data set, from 0.")
    ],
    relation: Annotated[
        str | None, typer.Option(help=f"Only one of {', '.join(_RELATIONS)}.", show_default="all three")
    ] = None,
    k: Annotated[int, typer.Option("-k", help="How many of each.")] = 10,
    as_json: AsJson = False,
    db: Database = None,
) -> None:
    """Show a sample's neighbours and their similarity, the strongest first."""
    wanted = _RELATIONS if relation is None else (require_one_of(relation, _RELATIONS, "relation"),)
    if k < 1:
        raise InputError(f"k is {k}: it must be at least 1.", field="k")
    from lpntk.pipeline.results import contents, samples
    from lpntk.pipeline.workspace import Workspace

    with Workspace.open(db, create=False) as workspace, workspace.results(analysis_id) as results:
        sample, class_names = samples.sample(results, index, k), results.class_names
        listed = {one.index for name in wanted for one in sample.neighbours[Relation(name)]}
        said = contents.in_line(results, sorted({index, *listed}), LONGEST_WORDS)
    if as_json:
        values = sample_values(sample)
        values["neighbours"] = {name: values["neighbours"][name] for name in wanted}
        print_json(values)
        return
    terminal = console()
    certainty = percent(sample.scores["label_probability"])
    terminal.print(
        f"Sample {sample.index}, labelled {class_names[sample.label]}; the classifier says "
        f"{class_names[sample.predicted]} and gives its label {certainty}."
    )
    if said:
        terminal.print(f"It says: {said[index]}")
    if not sample.exact:
        terminal.print("Ranked by the sketch, since its model or samples cannot be had here.")
    kept = max(partners.listed for partners in sample.partners.values())
    if kept < min(k, sample.others):
        terminal.print(f"The analysis keeps {kept} of each: lpntk analyse … --neighbours {k} keeps more.")
    for name in wanted:
        found = sample.neighbours[Relation(name)]
        is_any = found and RULES[Relation(name)].holds(found[0].similarity)
        nearest = "" if is_any else "; these come nearest"
        terminal.print(
            f"\n{name.capitalize()}: {sample.partners[Relation(name)].words} of {sample.others:,}{nearest}"
        )
        terminal.print(neighbour_table(found, class_names, said))
