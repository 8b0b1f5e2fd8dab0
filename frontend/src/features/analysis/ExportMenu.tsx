import { useOptions } from '../../client/options';
import { exportUrl } from '../../client/urls';
import { useAnalysisPage } from '../../selection/page';
import { DownloadMenu } from '../../shared/DownloadMenu';

/** Everything that can be taken home from an analysis; what it has not got is not offered. */
export function ExportMenu() {
  const { analysis } = useAnalysisPage();
  const { exports } = useOptions();
  const rows = exports
    .filter(({ result }) => analysis.exports.includes(result))
    .map(({ result, title, formats }) => ({
      title,
      files: formats.map((format) => ({
        format,
        href: exportUrl(analysis.id, result, format),
        label: `${result} as ${format}`,
      })),
    }));
  return <DownloadMenu rows={rows}>Export</DownloadMenu>;
}
