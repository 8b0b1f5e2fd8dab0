import { useOptions } from '../client/options';
import { applies, formatSetting, type SettingValue } from '../client/settings';
import type { Analysis, Setting } from '../client/types';
import { formatTime } from '../shared/format';
import { ResidualButton } from './ResidualButton';
import classes from './SettingsTable.module.css';

type Row = [term: string, value: string];

/** Every setting of an analysis, and what was found of its data and kernel. */
export function SettingsTable({ analysis }: { analysis: Analysis }) {
  const { settings, groups } = useOptions();
  const notes = [analysis.label_vector_note, ...Object.values(analysis.kernel?.notes ?? {})];
  return (
    <div className={classes.groups}>
      {groups.map((group) => (
        <Group
          key={group.name}
          title={group.title}
          rows={settingRows(
            settings.filter((setting) => setting.group === group.name),
            analysis.request,
          )}
        />
      ))}
      <Group title="What was found" rows={foundRows(analysis)}>
        {notes.map((note) => note && <p key={note}>{note}</p>)}
        <ResidualButton analysis={analysis} />
      </Group>
    </div>
  );
}

function Group({ title, rows, children }: { title: string; rows: Row[]; children?: React.ReactNode }) {
  return (
    <section aria-label={title}>
      <h2>{title}</h2>
      <dl className="numbers">
        {rows.map(([term, value]) => (
          <div key={term}>
            <dt>{term}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
      {children}
    </section>
  );
}

function settingRows(settings: readonly Setting[], request: Analysis['request']): Row[] {
  const values: Readonly<Record<string, SettingValue>> = { ...request };
  return settings
    .filter((setting) => applies(setting, values))
    .map((setting) => [setting.title, formatSetting(setting, values[setting.name] ?? null)]);
}

function foundRows({ created_at, input_shape, fingerprint, extension }: Analysis): Row[] {
  const rows: Row[] = [['Asked for', formatTime(created_at)]];
  if (input_shape) rows.push(['Shape', input_shape.join(' × ')]);
  if (fingerprint !== null) rows.push(['Fingerprint', fingerprint]);
  if (extension) {
    rows.push(['Extends', `analysis ${String(extension.analysis_id)}, by ${extension.sources.join(', ')}`]);
  }
  return rows;
}
