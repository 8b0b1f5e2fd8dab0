import type { Forecast } from '../../client/types';
import { formatBytes, formatCount, formatDuration, formatLarge } from '../../shared/format';
import classes from './ForecastCard.module.css';

/** What the kernel will take, told before it is begun. */
export function ForecastCard({ forecast, memoryBudget }: { forecast: Forecast; memoryBudget: number }) {
  const rows: [term: string, value: string][] = [
    ['Time', `about ${formatDuration(forecast.seconds)}, training not counted`],
    ['Memory', `${formatBytes(forecast.memory_bytes)} of ${formatBytes(memoryBudget)}`],
    ['Disk', disk(forecast)],
    ['Work', `${formatCount(forecast.passes)} passes, ${formatLarge(forecast.multiply_adds)} multiply-adds`],
  ];
  if (forecast.without_rule.length > 0) {
    rows.push(['Slower', `no layer rule covers ${forecast.without_rule.slice(0, 5).join(', ')}`]);
  }
  return (
    <section className={classes.card} aria-label="What the kernel will take">
      <h3>
        {forecast.method === 'sketch' ? 'A sketch' : 'The exact kernel'} of {formatCount(forecast.samples)}{' '}
        samples over {formatCount(forecast.parameters)} parameters
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

function disk({ method, keeps_matrix, matrix_bytes, scratch_bytes }: Forecast): string {
  const kept =
    method === 'sketch'
      ? `${formatBytes(matrix_bytes)} for the sketch`
      : keeps_matrix
        ? `${formatBytes(matrix_bytes)} for the matrix`
        : `the matrix would take ${formatBytes(matrix_bytes)} and is not kept`;
  return scratch_bytes > 0 ? `${kept}; ${formatBytes(scratch_bytes)} while it runs` : kept;
}
