import { useMemo } from 'react';
import { useOptions } from '../../../client/options';
import type { PlanChoice } from '../../../client/queries';
import type { Outlooks } from '../../../client/types';
import { useUpdateSearch } from '../../../selection/useAnalysisSearch';
import { Plot } from '../../../shared/Plot';
import { usePalette } from '../../../shared/useTheme';
import { accuracyRange, layoutOf, tracesOf } from './chart';
import classes from './OutlookChart.module.css';
import { titleOfStrategy } from './titles';

/** Forecast accuracy over the share that stays: the chosen strategy, all others in grey, and the band of random plans. */
export function OutlookChart({ found, chosen }: { found: readonly Outlooks[]; chosen: PlanChoice }) {
  const { strategies } = useOptions();
  const update = useUpdateSearch();
  const palette = usePalette();
  const { strategy, keep } = chosen;
  const data = useMemo(
    () => tracesOf(found, strategy, keep, (name) => titleOfStrategy(strategies, name), palette),
    [found, strategy, keep, strategies, palette],
  );
  const layout = useMemo(() => layoutOf(palette, accuracyRange(found)), [palette, found]);
  return (
    <div className={classes.chart}>
      <Plot
        data={data}
        layout={layout}
        label="Forecast accuracy over the share of the samples that stays"
        onPointClick={({ points: [point] }) => {
          if (typeof point?.customdata === 'string')
            update({ strategy: point.customdata }, { replace: true });
        }}
      />
    </div>
  );
}
