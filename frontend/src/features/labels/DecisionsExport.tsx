import { decisionsFileUrl, type DecisionsFile } from '../../client/urls';
import { DownloadMenu } from '../../shared/DownloadMenu';

const INDEX_LIST = ['npy', 'json', 'csv', 'txt'];

const FILES: { what: DecisionsFile; title: string; formats: readonly string[] }[] = [
  { what: 'decisions', title: 'Decisions', formats: ['csv'] },
  { what: 'labels', title: 'Corrected labels', formats: ['npy', 'csv'] },
  { what: 'excluded', title: 'Excluded samples', formats: INDEX_LIST },
  { what: 'kept', title: 'All other samples', formats: INDEX_LIST },
];

interface DecisionsExportProps {
  analysisId: number;
  disabled: boolean;
}

/** What was decided, to take home. */
export function DecisionsExport({ analysisId, disabled }: DecisionsExportProps) {
  const rows = FILES.map(({ what, title, formats }) => ({
    title,
    files: formats.map((format) => ({
      format,
      href: decisionsFileUrl(analysisId, what, format),
      label: `${title} as ${format}`,
    })),
  }));
  return (
    <DownloadMenu rows={rows} disabled={disabled}>
      Export decisions
    </DownloadMenu>
  );
}
