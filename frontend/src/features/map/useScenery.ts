import { useMemo } from 'react';
import type { Sample } from '../../client/types';
import { useClusters, type Cluster } from '../../selection/clusters';
import { drawingOrder, paint } from '../../selection/colouring/colouring';
import { hiddenOf } from '../../selection/colouring/hidden';
import { useColouring } from '../../selection/colouring/useColouring';
import { usePlaces } from '../../selection/own/usePlaces';
import { useAnalysisPage } from '../../selection/page';
import { holds } from '../../selection/relations';
import { DEFAULT_NEIGHBOURS } from '../../selection/search';
import { useSelected } from '../../selection/selected/useSelected';
import { useAnalysisSearch } from '../../selection/useAnalysisSearch';
import { useFiltered } from '../../selection/useFiltered';
import { useRules } from '../../selection/useRules';
import { useColours } from '../../shared/palette';
import { mixed, pixelOf } from '../../shared/pixels';
import { usePalette } from '../../shared/useTheme';
import { islands } from './canvas/islands';
import type { Name, Tie } from './canvas/overlay';
import { boundsOf } from './canvas/view';

/** How many heads are shown in all, and of one class at the most. */
const HEADS_SHOWN = 60;
const OF_A_CLASS = 6;
const NO_NAMES: readonly Name[] = [];
/** Names of more classes than this would hide the map. */
const MOST_NAMES = 30;
/** How much of their colour is left to samples that a filter or a selection leaves out, out of 256. */
const FAINT = 46;

/** What the map draws: every sample in its colour, and over them the chosen one with its neighbours. */
export function useScenery(neighbours: Sample['neighbours'] | undefined) {
  const { samples, rowOf, classNames } = useAnalysisPage();
  const [{ sample, heads, neighbours: shown = DEFAULT_NEIGHBOURS }] = useAnalysisSearch();
  const clusters = useClusters(heads === true);
  const colours = useColours();
  const rules = useRules();
  const palette = usePalette();
  const points = usePoints();
  const { places } = usePlaces();
  const bounds = useMemo(() => boundsOf(places.x, places.y), [places]);
  const names = useMemo(() => {
    if (classNames.length > MOST_NAMES) return [];
    return islands(places, samples.label, classNames.length, bounds).flatMap((at, label) =>
      at ? [{ text: classNames[label] ?? '', at }] : [],
    );
  }, [places, samples, classNames, bounds]);
  const ties = useMemo(
    () =>
      rules.flatMap((rule): Tie[] =>
        (neighbours?.[rule.relation] ?? [])
          .slice(0, shown)
          .filter(({ similarity }) => holds(rule, similarity))
          .flatMap(({ index }) => {
            const row = rowOf.get(index);
            return row === undefined ? [] : [{ row, colour: palette(rule.relation) }];
          }),
      ),
    [rules, neighbours, shown, rowOf, palette],
  );
  const shownHeads = useMemo(
    () => largestOfEach(clusters, classNames.length).flatMap(({ head }) => rowOf.get(head) ?? []),
    [clusters, classNames, rowOf],
  );
  return {
    points,
    bounds,
    // Images of the heads say as much.
    names: heads ? NO_NAMES : names,
    ties,
    heads: shownHeads,
    chosen: sample === undefined ? undefined : rowOf.get(sample),
    background: pixelOf(colours.surface),
    text: colours.text,
    surface: colours.surface,
    font: getComputedStyle(document.body).fontFamily,
  };
}

/** The largest clusters of each class, as many of each as there is room for. */
function largestOfEach(clusters: readonly Cluster[], classes: number): Cluster[] {
  const most = Math.max(1, Math.min(OF_A_CLASS, Math.floor(HEADS_SHOWN / classes)));
  const seen = new Map<number, number>();
  return clusters.filter(({ label }) => {
    const count = (seen.get(label) ?? 0) + 1;
    seen.set(label, count);
    return count <= most;
  });
}

/** Every sample's place, colour and turn; those that are left out are faint and lie at the bottom. */
function usePoints() {
  const { samples } = useAnalysisPage();
  const {
    places: { x, y },
  } = usePlaces();
  const [{ hide }] = useAnalysisSearch();
  const { colouring } = useColouring();
  const colours = useColours();
  const { passes, rows } = useFiltered();
  const selected = useSelected();
  const order = useMemo(() => drawingOrder(colouring, samples.index.length), [colouring, samples]);
  return useMemo(() => {
    const own = paint(colouring, colours, hiddenOf(hide));
    const places = { x, y };
    if (selected.count === 0 && rows.length === order.length) return { ...places, colours: own, order };
    const isIn =
      selected.count > 0 ? passes.map((passed, row) => passed & (selected.rows[row] ?? 0)) : passes;
    const background = pixelOf(colours.surface);
    const painted = own.map((pixel, row) =>
      pixel === 0 || isIn[row] === 1 ? pixel : mixed(pixel, background, FAINT),
    );
    const last = order.filter((row) => isIn[row] === 1);
    const first = last.length < order.length ? order.filter((row) => isIn[row] !== 1) : new Uint32Array(0);
    const turns = new Uint32Array(order.length);
    turns.set(first);
    turns.set(last, first.length);
    return { ...places, colours: painted, order: turns };
  }, [colouring, colours, hide, passes, rows, selected.rows, selected.count, order, x, y]);
}
