import type { Estimate } from '../../client/types';
import { formatBytes, formatCount, formatLarge } from '../../shared/format';
import classes from './EstimateCard.module.css';

/** What an analysis will take, told before it is begun. */
export function EstimateCard({ estimate }: { estimate: Estimate }) {
  const rows: [term: string, value: string][] = [
    ['Time', `${estimate.time}, all of it: ${estimate.stages_note}`],
    ['Memory', `${formatBytes(estimate.memory_bytes)} of ${formatBytes(estimate.memory_budget)}`],
    ['Disk', disk(estimate)],
    [
      'Work',
      `${formatCount(estimate.passes)} passes, ${formatLarge(estimate.multiply_adds)} multiply-adds in ${estimate.arithmetic}`,
    ],
  ];
  if (estimate.without_rule.length > 0) {
    rows.push(['Slower', `no layer rule covers ${estimate.without_rule.slice(0, 5).join(', ')}`]);
  }
  if (estimate.memory_note !== null) rows.push(['Faster', estimate.memory_note]);
  const advice = [estimate.method_note, estimate.time_note].filter((note) => note !== null);
  return (
    <section className={classes.card} aria-label="What it will take">
      <h3>
        {estimate.method === 'sketch' ? 'A sketch' : 'The exact kernel'} of {formatCount(estimate.samples)}{' '}
        samples over {formatCount(estimate.parameters)} parameters
      </h3>
      <dl className="numbers">
        {rows.map(([term, value]) => (
          <div key={term}>
            <dt>{term}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
      {advice.map((note) => (
        <p key={note}>{note}</p>
      ))}
    </section>
  );
}

function disk({
  method,
  keeps_matrix,
  matrix_bytes,
  beside_width,
  beside_bytes,
  scratch_bytes,
}: Estimate): string {
  const beside = `, ${formatBytes(beside_bytes)} for a sketch of ${formatCount(beside_width)} numbers a sample beside it`;
  const kept =
    method === 'sketch'
      ? `${formatBytes(matrix_bytes)} for the sketch`
      : keeps_matrix
        ? `${formatBytes(matrix_bytes)} for the matrix`
        : `the matrix would take ${formatBytes(matrix_bytes)} and is not kept${beside_width > 0 ? beside : ''}`;
  return scratch_bytes > 0 ? `${kept}; ${formatBytes(scratch_bytes)} while it runs` : kept;
}
