/** Where a key leads from `position` in a grid; undefined for keys that do not move, and at the edges. */
export function moved(
  key: string,
  position: number,
  count: number,
  columns: number,
  page: number,
): number | undefined {
  const steps: Record<string, number> = {
    ArrowLeft: position - 1,
    ArrowRight: position + 1,
    ArrowUp: position - columns,
    ArrowDown: position + columns,
    PageUp: Math.max(position % columns, position - page),
    PageDown: Math.min(count - 1, position + page),
    Home: 0,
    End: count - 1,
  };
  const next = steps[key];
  return next !== undefined && next >= 0 && next < count && next !== position ? next : undefined;
}
