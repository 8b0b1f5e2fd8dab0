import type { Estimate } from '../../client/types';
import { formatBytes, formatCount, formatDuration, formatLarge } from '../../shared/format';
import classes from './EstimateCard.module.css';

/** What the kernel will take, told before it is begun. */
export function EstimateCard({ estimate }: { estimate: Estimate }) {
  const rows: [term: string, value: string][] = [
    ['Time', `about ${formatDuration(estimate.seconds)}, training not counted`],
    ['Memory', `${formatBytes(estimate.memory_bytes)} of ${formatBytes(estimate.memory_budget)}`],
    ['Disk', disk(estimate)],
    ['Work', `${formatCount(estimate.passes)} passes, ${formatLarge(estimate.multiply_adds)} multiply-adds`],
  ];
  if (estimate.without_rule.length > 0) {
    rows.push(['Slower', `no layer rule covers ${estimate.without_rule.slice(0, 5).join(', ')}`]);
  }
  if (estimate.memory_note !== null) rows.push(['Faster', estimate.memory_note]);
  return (
    <section className={classes.card} aria-label="What the kernel will take">
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
    </section>
  );
}

function disk({ method, keeps_matrix, matrix_bytes, scratch_bytes }: Estimate): string {
  const kept =
    method === 'sketch'
      ? `${formatBytes(matrix_bytes)} for the sketch`
      : keeps_matrix
        ? `${formatBytes(matrix_bytes)} for the matrix`
        : `the matrix would take ${formatBytes(matrix_bytes)} and is not kept`;
  return scratch_bytes > 0 ? `${kept}; ${formatBytes(scratch_bytes)} while it runs` : kept;
}
