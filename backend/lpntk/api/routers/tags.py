"""Tags and notes on samples, which belong to the data and are there in every analysis of it."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Header, Path, Request, Response, status
from pydantic import TypeAdapter

from lpntk.api.columns import encode
from lpntk.api.dependencies import AnalysisId, Computing, Format, SampleIndex, Space
from lpntk.api.files import BINARY, BINARY_RESPONSES, FILE_RESPONSES, attachment, unless_known
from lpntk.api.schemas.keeping import (
    NoteIn,
    NoteOut,
    TaggedOut,
    TaggingIn,
    TagNameIn,
    TagOut,
    notes_out,
    tags_out,
)
from lpntk.pipeline.results import lists, tags
from lpntk.pipeline.review import tagging

router = APIRouter(prefix="/analyses/{analysis_id}", tags=["tags"])

Name = Annotated[str, Path(min_length=1, max_length=200, description="Which tag.")]
IfNoneMatch = Annotated[str | None, Header(max_length=200, include_in_schema=False)]

# With `:path` a name with a stroke, which none may have, is refused in a sentence and is no unknown address.
# What goes on after the name must then come before it.

_TAGS = TypeAdapter(list[TagOut])
_NOTES = TypeAdapter(list[NoteOut])


@router.get("/tags", response_model=list[TagOut])
def get_tags(analysis_id: AnalysisId, space: Space, if_none_match: IfNoneMatch = None) -> Response:
    """List the tags by name, and how many samples of the analysis have each."""
    with space.results(analysis_id) as results:
        content = _TAGS.dump_json(tags_out(tags.get_all(results)))
    return unless_known(content, "application/json", if_none_match)


@router.get("/tag-columns", response_class=Response, responses=BINARY_RESPONSES)
def get_tag_columns(analysis_id: AnalysisId, space: Space, if_none_match: IfNoneMatch = None) -> Response:
    """Say who has each tag, by row: the n-th sample by ascending index is in row n."""
    with space.results(analysis_id) as results:
        content = encode(tags.rows(results))
    return unless_known(content, BINARY, if_none_match)


@router.get("/tags/{name}/file", response_class=Response, responses=FILE_RESPONSES)
async def download_tag(
    request: Request, analysis_id: AnalysisId, name: Name, format: Format, space: Space, computing: Computing
) -> Response:
    """Download who has a tag as an index list: .npy, .json, .csv or .txt."""

    def write() -> Response:
        with space.results(analysis_id) as results:
            tag = tags.get(results, name)
            content = lists.index_list(results, tag.indices, format, name=tag.name)
            return attachment(content, (results.name, tag.name), format)

    return await computing.files.run_in_thread(request, write)


@router.post("/tags/{name:path}")
def change_tag(analysis_id: AnalysisId, name: Name, form: TaggingIn, space: Space) -> TaggedOut:
    """Give a tag to some samples and take it from others, in one step; one without samples goes."""
    with space.results(analysis_id) as results:
        return TaggedOut.of_change(tagging.change(results, name, add=form.add, remove=form.remove))


@router.patch("/tags/{name:path}")
def rename_tag(analysis_id: AnalysisId, name: Name, form: TagNameIn, space: Space) -> TagOut:
    """Call a tag something else; one that is called so already is refused with 409 without `merge`."""
    with space.results(analysis_id) as results:
        return TagOut.read(tagging.rename(results, name, form.name, merge=form.merge))


@router.delete("/tags/{name:path}", status_code=status.HTTP_204_NO_CONTENT)
def delete_tag(analysis_id: AnalysisId, name: Name, space: Space) -> None:
    """Take a tag from all samples of this data."""
    with space.results(analysis_id) as results:
        tagging.delete(results, name)


@router.get("/notes", response_model=list[NoteOut])
def get_notes(analysis_id: AnalysisId, space: Space, if_none_match: IfNoneMatch = None) -> Response:
    """List the notes on samples of the analysis, by index."""
    with space.results(analysis_id) as results:
        content = _NOTES.dump_json(notes_out(tags.all_notes(results)))
    return unless_known(content, "application/json", if_none_match)


@router.put("/notes/{index}")
def write_note(analysis_id: AnalysisId, index: SampleIndex, form: NoteIn, space: Space) -> NoteOut:
    """Write on a sample, in place of what is there; an empty text takes that away."""
    with space.results(analysis_id) as results:
        return NoteOut.read(index, tagging.write_note(results, index, form.text, before=form.before))
