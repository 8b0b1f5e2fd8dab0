import { useOptions } from '../../client/options';
import { exportUrl } from '../../client/urls';
import { DownloadMenu } from '../../shared/DownloadMenu';

/** Everything that can be taken home from an analysis. */
export function ExportMenu({ analysisId }: { analysisId: number }) {
  const { exports } = useOptions();
  const rows = exports.map(({ result, title, formats }) => ({
    title,
    files: formats.map((format) => ({
      format,
      href: exportUrl(analysisId, result, format),
      label: `${result} as ${format}`,
    })),
  }));
  return <DownloadMenu rows={rows}>Export</DownloadMenu>;
}
