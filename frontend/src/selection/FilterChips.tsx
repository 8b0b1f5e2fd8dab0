import { Button } from '@mantine/core';
import { formatCount } from '../shared/format';
import { useAnalysisPage } from './page';
import { clearFilters, hasFilters } from './search';
import { useAnalysisSearch } from './useAnalysisSearch';
import { useFiltered } from './useFiltered';

/** How many samples pass, where filters hold, and the way out of them. */
export function FilterChips() {
  const { samples } = useAnalysisPage();
  const [search, update] = useAnalysisSearch();
  const { rows } = useFiltered();
  if (!hasFilters(search)) return null;
  return (
    <Button
      size="compact-xs"
      variant="light"
      onClick={() => {
        update(clearFilters({}));
      }}
    >
      {formatCount(rows.length)} of {formatCount(samples.index.length)} pass the filters: clear them
    </Button>
  );
}
