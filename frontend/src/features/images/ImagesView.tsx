import { useLocalStorage } from '@mantine/hooks';
import { ErrorMessage } from '../../client/ErrorMessage';
import { WithFacets } from '../../selection/facets/WithFacets';
import { ImageGrid } from '../../selection/grid/ImageGrid';
import { SelectionStrip } from '../../selection/selected/SelectionStrip';
import { useSelected } from '../../selection/selected/useSelected';
import { useFiltered } from '../../selection/useFiltered';
import { FilterBar } from './FilterBar';
import classes from './ImagesView.module.css';

/** All images in a grid, filtered and sorted in the browser. */
export function ImagesView() {
  const { rows, error } = useFiltered();
  const selected = useSelected();
  const [tile, setTile] = useLocalStorage({
    key: 'lpntk-tile',
    defaultValue: 64,
    getInitialValueInEffect: false,
  });
  return (
    <WithFacets>
      <div className={classes.view}>
        <FilterBar rows={rows} tile={tile} onTile={setTile} />
        <div className={classes.grid}>
          {error ? <ErrorMessage error={error} /> : <ImageGrid rows={rows} tile={tile} />}
        </div>
        {selected.count > 0 && <SelectionStrip />}
      </div>
    </WithFacets>
  );
}
