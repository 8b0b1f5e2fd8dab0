import { Input, Slider } from '@mantine/core';
import { formatShare } from '../../shared/format';
import { useDraft } from '../../shared/useDraft';
import classes from './KeepSlider.module.css';

interface KeepSliderProps {
  keep: number;
  /** Called when the slider is let go, since each value is a plan of its own. */
  onKeep: (keep: number) => void;
}

/** The share of samples to keep, in per cent. */
export function KeepSlider({ keep, onKeep }: KeepSliderProps) {
  const [percent, setPercent] = useDraft(Math.round(100 * keep));
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
        onChange={setPercent}
        onChangeEnd={(value) => {
          onKeep(value / 100);
        }}
      />
    </div>
  );
}
