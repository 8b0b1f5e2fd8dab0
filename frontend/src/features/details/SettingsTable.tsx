import type { Analysis } from '../../client/types';
import { formatBytes, formatCount, formatTime } from '../../shared/format';
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

function dataRows({ request, image_shape, fingerprint, created_at }: Analysis): Row[] {
  return [
    ['Source', request.source],
    ['Folder', request.root],
    ['Split', request.split],
    ['Limit', request.limit === null ? 'all samples' : formatCount(request.limit)],
    ['Image size', image_shape && `${image_shape.slice(0, 2).join(' × ')}, ${channels(image_shape)}`],
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

function kernelRows({ request }: Analysis): Row[] {
  return [
    ['Label vector', request.label_vector],
    ['Neighbours kept', `${String(request.neighbours)} of each relation`],
    ['Heads', `${String(100 * request.heads)} % of each class`],
    ['Memory budget', formatBytes(request.memory_budget)],
    ['Storage budget', formatBytes(request.storage_budget)],
  ];
}
