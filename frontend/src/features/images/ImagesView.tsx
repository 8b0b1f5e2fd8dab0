import { useLocalStorage } from '@mantine/hooks';
import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { ErrorMessage } from '../../client/ErrorMessage';
import { scoreQuery } from '../../client/queries';
import { usePlan } from '../../client/usePlan';
import { needsPlan, rowsToShow } from '../../selection/filter';
import { ImageGrid } from '../../selection/grid/ImageGrid';
import { useAnalysisPage } from '../../selection/page';
import { planOf } from '../../selection/search';
import { useAnalysisSearch } from '../../selection/useAnalysisSearch';
import { useScores } from '../../selection/useScores';
import { FilterBar } from './FilterBar';
import classes from './ImagesView.module.css';

/** All images in a grid, filtered and sorted in the browser. */
export function ImagesView() {
  const { analysis, samples } = useAnalysisPage();
  const [search] = useAnalysisSearch();
  const scores = useScores();
  const sortedBy = scores.find(({ name }) => name === search.sort)?.name;
  const { data: score, error: scoreError } = useQuery(scoreQuery(analysis.id, sortedBy));
  const { data: plan, error: planError } = usePlan(analysis.id, planOf(search), needsPlan(search));
  const [tile, setTile] = useLocalStorage({
    key: 'lpntk-tile',
    defaultValue: 64,
    getInitialValueInEffect: false,
  });
  const rows = useMemo(() => rowsToShow(samples, search, plan, score), [samples, search, plan, score]);
  const error = planError ?? scoreError;
  return (
    <div className={classes.view}>
      <FilterBar rows={rows} tile={tile} onTile={setTile} />
      <div className={classes.grid}>
        {error ? <ErrorMessage error={error} /> : <ImageGrid rows={rows} tile={tile} />}
      </div>
    </div>
  );
}
