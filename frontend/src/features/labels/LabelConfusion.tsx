import { ConfusionMatrix } from '../../selection/confusion/ConfusionMatrix';
import type { Confusion } from '../../selection/confusion/confusion';
import { useAnalysisSearch } from '../../selection/useAnalysisSearch';
import { formatNumberOf } from '../../shared/format';
import classes from './LabelConfusion.module.css';

/** Given labels by what the others predict; a cell filters the list by both, and its first candidate is opened. */
export function LabelConfusion({ confusion }: { confusion: Confusion }) {
  const [search, update] = useAnalysisSearch();
  const isChosen = (given: number, suggested: number) =>
    search.class === given && search.suggested === suggested;
  return (
    <details open className={classes.matrix}>
      <summary>Given label × left-out prediction</summary>
      <ConfusionMatrix
        label="Given label by left-out prediction"
        confusion={confusion}
        words={(count, given, other) =>
          `${formatNumberOf(count, 'sample')} labelled ${given}, the others say ${other}`
        }
        isChosen={isChosen}
        onToggle={(given, suggested) => {
          update({
            ...(isChosen(given, suggested)
              ? { class: undefined, suggested: undefined }
              : { class: given, suggested }),
            sample: undefined,
          });
        }}
      />
    </details>
  );
}
