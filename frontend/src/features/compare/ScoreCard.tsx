import { Button, Group, Select, Skeleton, Text, Title } from '@mantine/core';
import { useQueries } from '@tanstack/react-query';
import { getRouteApi, Link, useNavigate } from '@tanstack/react-router';
import { useMemo, useState } from 'react';
import { useOptions } from '../../client/options';
import { columnQuery } from '../../client/queries';
import type { Comparison, Score } from '../../client/types';
import { SamplePreview } from '../../selection/preview/SamplePreview';
import { scoreText } from '../../selection/scores';
import { formatSimilarity } from '../../shared/format';
import classes from './ComparePage.module.css';
import { scatterOf, type Scatter } from './scatter';
import { ScatterCanvas } from './ScatterCanvas';
import { validateCompareSearch } from './search';
import { useTwo } from './two';

const route = getRouteApi('/compare/$first/$second');

/** Any score of one analysis against the same of the other. */
export function ScoreCard({ data }: { data: Comparison }) {
  const { scores } = useOptions();
  const { score: wanted } = route.useSearch();
  const navigate = useNavigate();
  const shared = scores.filter(({ name }) => name in data.scores);
  const score = shared.find(({ name }) => name === wanted) ?? leastAlike(shared, data.scores);
  if (!score) return null;
  const correlation = data.scores[score.name];
  return (
    <section className={classes.card} aria-label="A score against itself">
      <Group justify="space-between" wrap="nowrap" align="flex-start">
        <div>
          <Title order={2}>A score against itself</Title>
          <Text size="sm" c="dimmed">
            Every sample is a point; on the diagonal nothing changed.
            {typeof correlation === 'number' && ` Rank correlation ${formatSimilarity(correlation)}.`}
          </Text>
        </div>
        <Select
          size="xs"
          w={190}
          aria-label="Score"
          allowDeselect={false}
          data={shared.map(({ name, title }) => ({ value: name, label: title }))}
          value={score.name}
          onChange={(name) => {
            void navigate({
              to: '.',
              search: (previous) => validateCompareSearch({ ...previous, score: name ?? undefined }),
              replace: true,
            });
          }}
        />
      </Group>
      <ScoreScatter key={score.name} score={score} />
    </section>
  );
}

/** Where the two differ is what there is to see. */
function leastAlike(shared: readonly Score[], correlations: Comparison['scores']): Score | undefined {
  const of = ({ name }: Score) => correlations[name] ?? Infinity;
  return [...shared].sort((a, b) => of(a) - of(b))[0];
}

function ScoreScatter({ score }: { score: Score }) {
  const { first, second } = useTwo();
  const [chosen, setChosen] = useState<number>();
  const [one, other] = useQueries({
    queries: [first, second].map(({ analysis, columns }) => columnQuery(analysis.id, score.name, columns)),
    combine: (results) => results.map(({ data }) => data),
  });
  const scatter = useMemo(
    () =>
      one &&
      other &&
      scatterOf(
        { index: first.samples.index, values: one },
        { index: second.samples.index, values: other },
        second.rowOf,
      ),
    [one, other, first, second],
  );
  if (!scatter || !one || !other) return <Skeleton height={320} mt="sm" />;
  return (
    <>
      <ScatterCanvas
        scatter={scatter}
        label={`${score.title}: ${first.analysis.name} from left to right, ${second.analysis.name} from below to above`}
        across={first.analysis.name}
        up={second.analysis.name}
        ends={[scoreText(score, scatter.low), scoreText(score, scatter.high)]}
        chosen={chosen}
        onChoose={setChosen}
      />
      {chosen !== undefined && (
        <Chosen score={score} scatter={scatter} place={chosen} columns={[one, other]} />
      )}
    </>
  );
}

interface ChosenProps {
  score: Score;
  scatter: Scatter;
  place: number;
  columns: readonly [ArrayLike<number>, ArrayLike<number>];
}

/** The sample of a point, and the ways to it. */
function Chosen({ score, scatter, place, columns }: ChosenProps) {
  const { first, second } = useTwo();
  const index = scatter.index[place] ?? 0;
  return (
    <div className={classes.chosen} role="status">
      <SamplePreview dataset={first.analysis} index={index} size={56} alt={`Sample ${String(index)}`} />
      <div>
        <strong>Sample {index}</strong>
        {[first, second].map(({ analysis, rowOf }, which) => (
          <div key={analysis.id} className="numbers">
            <Button
              size="compact-xs"
              variant="light"
              renderRoot={(props) => (
                <Link
                  {...props}
                  to="/analyses/$analysisId/images"
                  params={{ analysisId: analysis.id }}
                  search={{ sample: index }}
                />
              )}
            >
              Open in {analysis.name}
            </Button>{' '}
            {scoreText(score, columns[which]?.[rowOf.get(index) ?? -1])}
          </div>
        ))}
      </div>
    </div>
  );
}
