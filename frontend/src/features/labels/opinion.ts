/** What the others make of a label. */

interface Opinion {
  given: number;
  /** The best class, or the best but the given one where that is the best. */
  suggested: number;
  /** How much better than the given one it is; null where nothing is known. */
  margin: number | null;
}

/** The class that the others would give a sample, which may be the given one. */
export function othersSay({ given, suggested, margin }: Opinion): number {
  return margin !== null && margin < 0 ? given : suggested;
}
