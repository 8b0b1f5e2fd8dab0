import { formatSimilarity } from '../shared/format';

/**
 * What the sign vector hides, or null where it hides nothing.
 *
 * For one image under two labels, where the network's kernel is close to a multiple of the identity, the similarity
 * is s(y)·s(y')/K = (K − 4)/K: below zero only for two and three classes.
 */
export function signVectorNote(labelVector: string, classes: number): string | null {
  if (labelVector !== 'sign' || classes < 4) return null;
  const similarity = formatSimilarity((classes - 4) / classes);
  return (
    `With ${String(classes)} classes the sign vector hardly shows contradictions: even one image under two labels ` +
    `has a similarity near ${similarity}. Analyse with the label vector “residual” to see them.`
  );
}
