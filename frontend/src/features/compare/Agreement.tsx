import { Select, Slider } from '@mantine/core';
import { useNavigate } from '@tanstack/react-router';
import { useState, type ReactNode } from 'react';
import { useOptions } from '../../client/options';
import type { Comparison, SharedSet } from '../../client/types';
import { formatCount, formatShare, formatSimilarity } from '../../shared/format';
import classes from './Agreement.module.css';
import { validateCompareSearch } from './search';
import { usePlanAsked } from './usePlanAsked';

/** How far two analyses agree, a number for each way to ask. */
export function Agreement({ data, isStale }: { data: Comparison; isStale: boolean }) {
  const { spearman, pearson, pairs, by_sketch, nearest, overlap, expected, issues, plans } = data;
  return (
    <ul className={classes.numbers} aria-label="How far they agree">
      {spearman !== null && (
        <Number value={formatSimilarity(spearman)} title="Rank correlation of c">
          Spearman’s, over {formatCount(pairs)} pairs
          {pearson !== null && `; Pearson’s is ${formatSimilarity(pearson)}`}
          {by_sketch.length > 0 && `; c of analysis ${by_sketch.join(' and ')} by a sketch`}
        </Number>
      )}
      <Number
        value={formatShare(overlap, 0)}
        title="Most similar in both"
        tip={`How many of the ${String(nearest)} most similar of a sample in one analysis are among its ${String(nearest)} most similar in the other, as a share of ${String(nearest)}, averaged over all samples.`}
      >
        of the {nearest} most similar of a sample, on average; by chance {formatShare(expected)}
      </Number>
      <Number value={formatShare(issues.overlap, 0)} title="Suspicious labels in both" tip={SHARED}>
        {ofThose(issues)}
      </Number>
      {plans && (
        <Number value={formatShare(plans.overlap, 0)} title="Dropped by both" tip={SHARED} isStale={isStale}>
          {ofThose(plans)}
          <PlanChoice />
        </Number>
      )}
    </ul>
  );
}

const SHARED = 'Of those that one analysis chooses the share that the other chooses, too.';

function ofThose({ both, first, second, expected }: SharedSet): string {
  return `${formatCount(both)} are in both, of ${formatCount(first)} and ${formatCount(second)}; by chance ${formatShare(expected, 0)}`;
}

interface NumberProps {
  value: string;
  title: string;
  /** What the number is. */
  tip?: string;
  isStale?: boolean;
  children: ReactNode;
}

function Number({ value, title, tip, isStale = false, children }: NumberProps) {
  return (
    <li className={classes.number} aria-busy={isStale} title={tip}>
      <strong className="numbers">{value}</strong>
      <div>
        <b>{title}</b>
        <div className={classes.words}>{children}</div>
      </div>
    </li>
  );
}

/** By which strategy both drop, and how much. */
function PlanChoice() {
  const { strategies } = useOptions();
  const { strategy, keep } = usePlanAsked();
  const [draft, setDraft] = useState(Math.round(100 * keep));
  const navigate = useNavigate();
  const update = (change: object) => {
    void navigate({
      to: '.',
      search: (previous) => validateCompareSearch({ ...previous, ...change }),
      replace: true,
    });
  };
  return (
    <div className={classes.plan}>
      <Select
        size="xs"
        aria-label="Strategy"
        allowDeselect={false}
        data={strategies.map(({ name, title }) => ({ value: name, label: title }))}
        value={strategy}
        onChange={(name) => {
          update({ strategy: name });
        }}
      />
      <span className="numbers">keep {draft} %</span>
      <Slider
        size="sm"
        thumbLabel="Share to keep"
        label={null}
        min={1}
        max={100}
        value={draft}
        onChange={setDraft}
        onChangeEnd={(percent) => {
          update({ keep: percent / 100 });
        }}
      />
    </div>
  );
}
