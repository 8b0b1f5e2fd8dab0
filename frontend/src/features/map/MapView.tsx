import { Skeleton } from '@mantine/core';
import { useCallback, useMemo, useState } from 'react';
import { ErrorMessage } from '../../client/ErrorMessage';
import { useSample } from '../../client/useSample';
import type { Figure } from '../../client/types';
import { useFigure } from '../../client/useFigure';
import { areaOf, encodeArea } from '../../selection/area';
import { useAnalysisPage } from '../../selection/page';
import { colouringOf } from '../../selection/search';
import { useAnalysisSearch } from '../../selection/useAnalysisSearch';
import { useRules } from '../../selection/useRules';
import { useScores } from '../../selection/useScores';
import { Plot } from '../../shared/Plot';
import { usePalette } from '../../shared/useTheme';
import { HoverCard, type Hovered } from './HoverCard';
import { MapToolbar, type Tool } from './MapToolbar';
import classes from './MapView.module.css';
import { backdrop, selectionTraces, withArea } from './overlay';
import { RegionStrip } from './RegionStrip';

export function MapView() {
  const { analysis } = useAnalysisPage();
  const scores = useScores();
  const [search] = useAnalysisSearch();
  const [tool, setTool] = useState<Tool>('pan');
  const { data: figure, error } = useFigure(analysis.id, 'map', colouringOf(search, scores));
  return (
    <div className={classes.view}>
      <MapToolbar tool={tool} onTool={setTool} />
      <div className={classes.map}>
        {error ? (
          <ErrorMessage error={error} />
        ) : figure ? (
          <SampleMap figure={figure} tool={tool} />
        ) : (
          <Skeleton height="100%" />
        )}
      </div>
      {search.area !== undefined && <RegionStrip />}
    </div>
  );
}

function SampleMap({ figure, tool }: { figure: Figure; tool: Tool }) {
  const { analysis } = useAnalysisPage();
  const scores = useScores();
  const [search, update] = useAnalysisSearch();
  const { colour } = colouringOf(search, scores);
  const colourTitle = scores.find(({ name }) => name === colour)?.title ?? colour;
  const [hovered, setHovered] = useState<Hovered | null>(null);
  const { data, layout } = useDecorated(figure, tool);
  const clear = useCallback(() => {
    setHovered(null);
  }, []);
  return (
    <>
      <Plot
        data={data}
        layout={layout}
        label={`Map of ${analysis.name}: one point a sample, coloured by ${colourTitle}. The view “Images” shows the same samples as a list.`}
        onPointClick={({ points }) => {
          const index = Number(points[0]?.customdata);
          if (Number.isInteger(index)) update({ sample: index });
        }}
        onPointHover={(event) => {
          const index = Number(event?.points[0]?.customdata);
          if (!event || !Number.isInteger(index)) clear();
          else setHovered({ index, x: event.event.clientX, y: event.event.clientY });
        }}
        onSelected={(selection) => {
          const area = areaOf(selection);
          if (area) update({ area: encodeArea(area) });
        }}
        onDoubleClick={() => {
          if (tool !== 'pan' && search.area !== undefined) update({ area: undefined });
        }}
      />
      {hovered && <HoverCard hovered={hovered} />}
    </>
  );
}

/** Python's figure with what is selected here drawn over it. */
function useDecorated(figure: Figure, tool: Tool) {
  const { analysis, samples, rowOf } = useAnalysisPage();
  const [{ sample, area }] = useAnalysisSearch();
  const rules = useRules();
  const palette = usePalette();
  const { sample: selected } = useSample(analysis.id, sample);
  return useMemo(() => {
    const marks =
      sample === undefined
        ? []
        : selectionTraces(samples, rowOf, sample, selected?.neighbours, rules, palette);
    return {
      data: [...backdrop(figure.data, sample !== undefined), ...marks],
      layout: { ...withArea(figure.layout, area, palette('text')), dragmode: tool, uirevision: analysis.id },
    };
  }, [figure, tool, palette, rules, sample, selected, area, samples, rowOf, analysis.id]);
}
