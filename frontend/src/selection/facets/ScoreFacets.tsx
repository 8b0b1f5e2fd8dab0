import { useMemo } from 'react';
import type { Score } from '../../client/types';
import { useAnalysisPage } from '../page';
import { rangesOf } from '../ranges';
import { byGroup, EFFECT, isGiven, sortKeys } from '../scores';
import { useAnalysisSearch } from '../useAnalysisSearch';
import { useScores } from '../useScores';
import classes from './ScoreFacets.module.css';
import { ScoreFacet } from './ScoreFacet';

/** What most people look for first. */
const FIRST = [
  'left_out_margin',
  'loss',
  'own_class_mean',
  'interchangeable_partners',
  'contradictory_partners',
];

/** What a facet needs to know of a score. */
export type FacetScore = Pick<Score, 'name' | 'title' | 'help' | 'unit' | 'is_flag' | 'categories' | 'group'>;

const PLAIN = { unit: '', is_flag: false, categories: [], group: 'By similarity' };

/** Every number that samples have, as a histogram that filters; those that filter, and the most useful, unfolded. */
export function ScoreFacets() {
  const { samples } = useAnalysisPage();
  const scores = useScores();
  const [{ where, sample, effect }] = useAnalysisSearch();
  const all = useMemo((): FacetScore[] => {
    const others = sortKeys([], sample !== undefined && effect !== 'off').filter(
      ({ name }) => name !== 'index',
    );
    return [...scores, ...others.map((one) => ({ ...one, ...PLAIN }))];
  }, [scores, sample, effect]);
  const filtering = rangesOf(where).map(({ name }) => name);
  const isFirst = ({ name }: FacetScore) => name === EFFECT || FIRST.includes(name);
  const first = all.filter(isFirst);
  const groups = byGroup(all.filter((score) => !isFirst(score)));
  if (samples.index.length === 0) return null;
  return (
    <>
      {first.map((score) => (
        <ScoreFacet key={score.name} score={score} />
      ))}
      {groups.map(([group, members]) => (
        <details
          key={group}
          className={classes.group}
          open={isGiven(group) || members.some(({ name }) => filtering.includes(name)) || undefined}
        >
          <summary>
            {group} <span className="muted">({members.length})</span>
          </summary>
          {members.map((score) => (
            <ScoreFacet key={score.name} score={score} />
          ))}
        </details>
      ))}
    </>
  );
}
