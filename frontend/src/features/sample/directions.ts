/** Which thing an arrow key leads to, of things that lie about. */

export interface Place {
  x: number;
  y: number;
}

const STEPS: Partial<Record<string, Place>> = {
  ArrowLeft: { x: -1, y: 0 },
  ArrowRight: { x: 1, y: 0 },
  ArrowUp: { x: 0, y: -1 },
  ArrowDown: { x: 0, y: 1 },
};
/** How much worse a step aside is than one ahead. */
const ASIDE = 2;

/** The place nearest in the direction of an arrow key; undefined where there is none, and for other keys. */
export function towards(key: string, places: readonly Place[], from: number): number | undefined {
  const step = STEPS[key];
  const here = places[from];
  if (!step || !here) return undefined;
  let best: { at: number; cost: number } | undefined;
  places.forEach((place, at) => {
    const [dx, dy] = [place.x - here.x, place.y - here.y];
    const ahead = dx * step.x + dy * step.y;
    if (at === from || ahead < 1) return;
    const cost = ahead + ASIDE * Math.abs(dx * step.y - dy * step.x);
    if (!best || cost < best.cost) best = { at, cost };
  });
  return best?.at;
}

/** As `towards`, but left and right lead along the list, over the ends of its lines. */
export function alongList(key: string, places: readonly Place[], from: number): number | undefined {
  const steps: Partial<Record<string, number>> = {
    ArrowLeft: from - 1,
    ArrowRight: from + 1,
    Home: 0,
    End: places.length - 1,
  };
  const next = steps[key] ?? towards(key, places, from);
  return next !== undefined && next >= 0 && next < places.length ? next : undefined;
}
