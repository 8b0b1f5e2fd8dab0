/** Finding a class by typing. */

import { className } from '../../selection/page';

/**
 * The labels whose name fits what was typed: that name itself first, then those that begin with it, then those that
 * hold it; the likelier ones first among their like.
 */
export function searchClasses(
  typed: string,
  names: readonly string[],
  probabilities: readonly number[] = [],
): number[] {
  const wanted = typed.trim().toLowerCase();
  return names
    .map((_, label) => ({ label, fit: fit(className(names, label).toLowerCase(), wanted, label) }))
    .filter(({ fit }) => fit > 0)
    .sort((a, b) => b.fit - a.fit || likely(b.label) - likely(a.label) || a.label - b.label)
    .map(({ label }) => label);

  function likely(label: number): number {
    return probabilities[label] ?? 0;
  }
}

function fit(name: string, wanted: string, label: number): number {
  if (wanted === '') return 1;
  if (name === wanted) return 4;
  if (name.startsWith(wanted)) return 3;
  if (name.includes(wanted)) return 2;
  return String(label) === wanted ? 1 : 0;
}
