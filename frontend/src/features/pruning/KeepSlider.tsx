import { Input, Slider } from '@mantine/core';
import { formatShare } from '../../shared/format';
import classes from './KeepSlider.module.css';

interface KeepSliderProps {
  keep: number;
  /** Called while the slider moves. */
  onKeep: (keep: number) => void;
}

/** The share of samples to keep, in per cent. */
export function KeepSlider({ keep, onKeep }: KeepSliderProps) {
  const percent = Math.round(100 * keep);
  return (
    <div className={classes.keep}>
      <div className={classes.head}>
        <Input.Label component="span">Keep</Input.Label>
        <span className="numbers">{formatShare(percent / 100, 0)}</span>
      </div>
      <Slider
        thumbLabel="Share to keep"
        min={1}
        max={100}
        label={null}
        value={percent}
        marks={[25, 50, 75].map((value) => ({ value }))}
        onChange={(value) => {
          onKeep(value / 100);
        }}
      />
    </div>
  );
}
