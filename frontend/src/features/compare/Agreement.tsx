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
  const { spearman, pearson, pairs, nearest, overlap, expected, issues, plans } = data;
  return (
    <ul className={classes.numbers} aria-label="How far they agree">
      {spearman !== null && (
        <Number value={formatSimilarity(spearman)} title="Rank correlation of c">
          Spearman’s, over {formatCount(pairs)} pairs
          {pearson !== null && `; Pearson’s is ${formatSimilarity(pearson)}`}
        </Number>
      )}
      <Number value={formatShare(overlap, 0)} title="Nearest that both have">
        of the {nearest} most similar of a sample, on average; by chance {formatShare(expected)}
      </Number>
      <Number value={formatShare(issues.overlap, 0)} title="Suspicious labels that both have">
        {ofThose(issues)}
      </Number>
      {plans && (
        <Number value={formatShare(plans.overlap, 0)} title="Dropped by both" isStale={isStale}>
          {ofThose(plans)}
          <PlanChoice />
        </Number>
      )}
    </ul>
  );
}

function ofThose({ both, first, second, expected }: SharedSet): string {
  return `${formatCount(both)} are in both, of ${formatCount(first)} and ${formatCount(second)}; by chance ${formatShare(expected, 0)}`;
}

interface NumberProps {
  value: string;
  title: string;
  isStale?: boolean;
  children: ReactNode;
}

function Number({ value, title, isStale = false, children }: NumberProps) {
  return (
    <li className={classes.number} aria-busy={isStale}>
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
