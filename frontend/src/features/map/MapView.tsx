import { useMemo, useState } from 'react';
import { useSample } from '../../client/useSample';
import { useSampleAhead } from '../../client/useSampleAhead';
import { ErrorMessage } from '../../client/ErrorMessage';
import { contains, type Area, type Point } from '../../selection/area';
import { WithFacets } from '../../selection/facets/WithFacets';
import { usePlaces } from '../../selection/own/usePlaces';
import { useAnalysisPage } from '../../selection/page';
import { modalityOf } from '../../selection/preview/modalities';
import { SelectionStrip } from '../../selection/selected/SelectionStrip';
import { useSelected } from '../../selection/selected/useSelected';
import { useAnalysisSearch } from '../../selection/useAnalysisSearch';
import { useFiltered } from '../../selection/useFiltered';
import { capitalised } from '../../shared/format';
import { valueAt } from '../../shared/valueAt';
import { nearestTowards } from './canvas/view';
import type { Tool, Way } from './canvas/useGestures';
import { MapCanvas } from './canvas/MapCanvas';
import { HoverCard, type Hovered } from './HoverCard';
import { Legend } from './Legend';
import { MapToolbar } from './MapToolbar';
import classes from './MapView.module.css';
import { useScenery } from './useScenery';

/** All samples on a plane: near each other where learning one does much for the other. */
export function MapView() {
  const [tool, setTool] = useState<Tool>('pan');
  const selected = useSelected();
  const { error: filterError } = useFiltered();
  const { error: mapError } = usePlaces();
  const error = filterError ?? mapError;
  return (
    <WithFacets>
      <div className={classes.view}>
        <MapToolbar tool={tool} onTool={setTool} />
        {error && <ErrorMessage error={error} />}
        <div className={classes.map}>
          <div className={classes.parts}>
            <div className={classes.canvas}>
              <SampleMap tool={tool} />
            </div>
            <Legend />
          </div>
        </div>
        {selected.count > 0 && <SelectionStrip />}
      </div>
    </WithFacets>
  );
}

function SampleMap({ tool }: { tool: Tool }) {
  const { analysis, samples, rowOf } = useAnalysisPage();
  const [{ sample }, update] = useAnalysisSearch();
  const { passes } = useFiltered();
  const { places } = usePlaces();
  const selected = useSelected();
  const [hovered, setHovered] = useState<Hovered | null>(null);
  const { sample: found } = useSample(analysis.id, sample);
  const scenery = useScenery(found?.neighbours);
  const { one } = modalityOf(analysis);
  const askAhead = useSampleAhead(analysis.id);
  const shown = useMemo(() => modalityOf(analysis).onMap(analysis), [analysis]);
  const pick = (row: number | undefined) => {
    if (row !== undefined) update({ sample: valueAt(samples.index, row) });
  };

  function outline(area: Area, way: Way): void {
    const inside = (row: number) => contains(area, valueAt(places.x, row), valueAt(places.y, row));
    const rows = Uint8Array.from(passes, (passed, row) => Number(passed === 1 && inside(row)));
    const which = [...rows.keys()].filter((row) => rows[row] === 1);
    if (way === 'alone') selected.set(rows);
    else if (way === 'more') selected.add(which);
    else selected.remove(which);
  }

  function step(direction: Point): void {
    const from = sample === undefined ? undefined : rowOf.get(sample);
    pick(from === undefined ? passes.indexOf(1) : nearestTowards(places, from, direction, passes));
  }

  return (
    <>
      <MapCanvas
        {...scenery}
        label={`Map of ${analysis.name}: one point a sample. Arrow keys go from sample to sample; the view “${capitalised(one)}s” shows the same samples as a list.`}
        tool={tool}
        shown={shown}
        indices={samples.index}
        onPick={(row, hasKey) => {
          if (hasKey && row !== undefined) selected.toggle(row);
          else pick(row);
        }}
        onPress={(row) => {
          if (row !== undefined) askAhead(valueAt(samples.index, row));
        }}
        onHover={(row, x, y) => {
          setHovered(row === undefined ? null : { row, x, y });
        }}
        onOutline={outline}
        onArrow={step}
      />
      {hovered && <HoverCard hovered={hovered} />}
    </>
  );
}
