import { useLocalStorage } from '@mantine/hooks';
import { useMemo } from 'react';
import { ErrorMessage } from '../../shared/Message';
import { usePlan } from '../../shared/usePlan';
import { useAnalysisPage } from '../analysis/page';
import { planOf } from '../analysis/search';
import { useAnalysisSearch } from '../analysis/useAnalysisSearch';
import { FilterBar } from './FilterBar';
import { needsPlan, rowsToShow } from './filter';
import { ImageGrid } from './ImageGrid';
import classes from './ImagesView.module.css';

/** All images in a grid, filtered and sorted in the browser. */
export function ImagesView() {
  const { analysis, samples } = useAnalysisPage();
  const [search] = useAnalysisSearch();
  const { data: plan, error } = usePlan(analysis.id, planOf(search), needsPlan(search));
  const [tile, setTile] = useLocalStorage({
    key: 'lpntk-tile',
    defaultValue: 64,
    getInitialValueInEffect: false,
  });
  const rows = useMemo(() => rowsToShow(samples, search, plan), [samples, search, plan]);
  return (
    <div className={classes.view}>
      <FilterBar shown={rows.length} tile={tile} onTile={setTile} />
      <div className={classes.grid}>
        {error ? <ErrorMessage error={error} /> : <ImageGrid rows={rows} tile={tile} />}
      </div>
    </div>
  );
}
