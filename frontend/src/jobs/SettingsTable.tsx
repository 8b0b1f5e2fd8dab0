import type { Analysis, SketchError } from '../client/types';
import { formatBytes, formatCount, formatShare, formatTime } from '../shared/format';
import classes from './SettingsTable.module.css';

type Row = [term: string, value: string | number | null];

/** Every setting of an analysis, and the identity of its data. */
export function SettingsTable({ analysis }: { analysis: Analysis }) {
  const groups: [title: string, rows: Row[]][] = [
    ['Data', dataRows(analysis)],
    ['Learning', learningRows(analysis)],
    ['Kernel and clusters', kernelRows(analysis)],
  ];
  return (
    <div className={classes.groups}>
      {groups.map(([title, rows]) => (
        <section key={title} aria-label={title}>
          <h2>{title}</h2>
          <dl className="numbers">
            {rows.map(([term, value]) => (
              <div key={term}>
                <dt>{term}</dt>
                <dd>{value ?? '–'}</dd>
              </div>
            ))}
          </dl>
        </section>
      ))}
    </div>
  );
}

function dataRows({ request, input_shape, fingerprint, created_at }: Analysis): Row[] {
  return [
    ['Source', request.source],
    ['Folder', request.root],
    ['Split', request.split],
    ['Limit', request.limit === null ? 'all samples' : formatCount(request.limit)],
    ['Image size', input_shape && `${input_shape.slice(0, 2).join(' × ')}, ${channels(input_shape)}`],
    ['Fingerprint', fingerprint],
    ['Asked for', formatTime(created_at)],
  ];
}

function channels(imageShape: readonly number[]): string {
  return imageShape[2] === 1 ? 'grey' : 'colour';
}

function learningRows({ request }: Analysis): Row[] {
  const how: Row[] =
    request.checkpoint === null
      ? [
          ['Epochs', request.epochs],
          ['Learning rate', request.learning_rate ?? 'the recipe’s own'],
          ['Batch size', request.batch_size],
        ]
      : [['Checkpoint', request.checkpoint]];
  return [['Model', request.model], ...how, ['Seed', request.seed], ['Device', request.device]];
}

function matrixRow(kept: boolean): Row[] {
  return [['Matrix', kept ? 'stored' : 'streamed, larger than the storage budget']];
}

function errorRows(error: SketchError): Row[] {
  return [
    ['Pairs compared', formatCount(error.pairs)],
    ['Similarity off by', error.similarity_error.toFixed(4)],
    ['Rank correlation', error.rank_correlation.toFixed(3)],
    [`Of the ${String(error.nearest)} nearest`, `${formatShare(error.recall)} found`],
    ['Once ranked exactly', `${formatShare(error.reranked_recall)} found`],
  ];
}

function kernelRows({ request, kernel, extension }: Analysis): Row[] {
  const sketched = request.method === 'sketch';
  return [
    ['Label vector', request.label_vector],
    ['Computed', sketched ? `as a sketch of ${formatCount(request.sketch_width)} numbers` : 'exactly'],
    ...(kernel?.sketch_error ? errorRows(kernel.sketch_error) : []),
    ...(sketched || kernel === null ? [] : matrixRow(kernel.keeps_matrix)),
    ['Parameters', request.parameters ?? 'all'],
    ...(kernel && kernel.without_rule.length > 0
      ? ([['Without a layer rule', kernel.without_rule.join(', ')]] satisfies Row[])
      : []),
    ...(kernel && kernel.excluded.length > 0
      ? ([['Left out, no finite gradient', kernel.excluded.join(', ')]] satisfies Row[])
      : []),
    ...(extension
      ? ([
          ['Extends', `analysis ${String(extension.analysis_id)}, by ${extension.sources.join(', ')}`],
        ] satisfies Row[])
      : []),
    ['Neighbours kept', `${String(request.neighbours)} of each relation`],
    ['Heads', `${String(100 * request.heads)} % of each class`],
    ['Memory budget', formatBytes(request.memory_budget)],
    ['Storage budget', formatBytes(request.storage_budget)],
  ];
}
