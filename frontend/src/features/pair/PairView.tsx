import { Button, Modal, Skeleton } from '@mantine/core';
import { ErrorMessage } from '../../client/ErrorMessage';
import type { Pair } from '../../client/types';
import { usePair } from '../../client/usePair';
import { useAnalysisPage } from '../../selection/page';
import { holds } from '../../selection/relations';
import { useAnalysisSearch } from '../../selection/useAnalysisSearch';
import { useRules } from '../../selection/useRules';
import { takesEscape } from '../../shared/escape';
import { formatMeasure, formatSimilarity } from '../../shared/format';
import { Layers } from './Layers';
import classes from './PairView.module.css';
import { PairSideView } from './PairSideView';

/** Where c and κ are from, as the server names it. */
const SOURCES: Partial<Record<string, string>> = {
  exact: 'Both are exact.',
  matrix: 'Both are from the stored matrix.',
  sketch: 'Both are nearly so, by the sketch.',
};

/** The chosen sample and the one that it is held against, over the whole page. */
export function PairView() {
  const { rowOf } = useAnalysisPage();
  const [{ sample, pair }, update] = useAnalysisSearch();
  const isOpen = sample !== undefined && pair !== undefined && rowOf.has(sample) && rowOf.has(pair);
  const close = () => {
    update({ pair: undefined });
  };
  return (
    <Modal
      opened={isOpen}
      onClose={close}
      {...takesEscape(close)}
      fullScreen
      classNames={{ title: classes.title }}
      closeButtonProps={{ 'aria-label': 'Close' }}
      title={isOpen && `Sample ${String(sample)} and sample ${String(pair)}`}
    >
      {isOpen && <Both index={sample} other={pair} />}
    </Modal>
  );
}

function Both({ index, other }: { index: number; other: number }) {
  const { analysis } = useAnalysisPage();
  const [, update] = useAnalysisSearch();
  const { pair, error } = usePair(analysis.id, index, other);
  if (error) return <ErrorMessage error={error} />;
  return (
    <div className={classes.pair}>
      <p className={classes.words} role="status">
        <Words pair={pair} />
      </p>
      <div className={classes.sides}>
        <PairSideView index={index} beside={other} side={pair?.samples[0]} />
        <div>
          <Numbers pair={pair} />
          <p className={classes.note}>{pair?.source ? (SOURCES[pair.source] ?? pair.source) : '\u00a0'}</p>
          {pair && pair.layers.length > 0 && <Layers layers={pair.layers} />}
          {pair?.why_not && <p className={classes.note}>{pair.why_not}</p>}
          {(!pair || pair.can_be_computed) && (
            <div role="status" aria-busy aria-label="Computing what each layer does">
              <Skeleton height={220} />
            </div>
          )}
        </div>
        <PairSideView index={other} beside={index} side={pair?.samples[1]} />
      </div>
      <Button
        variant="default"
        className={classes.walk}
        onClick={() => {
          update({ sample: other, pair: undefined });
        }}
      >
        Go on to sample {other}
      </Button>
    </div>
  );
}

interface PairProps {
  pair: Pair | undefined;
}

/** What the two are to each other, in a sentence. */
function Words({ pair }: PairProps) {
  const rules = useRules();
  const similarity = pair?.similarity;
  if (!pair) return 'Looking how similar the two are to the network.';
  if (similarity === null || similarity === undefined) return 'How similar the two are is not known here.';
  const rule = rules.find((one) => holds(one, similarity));
  if (rule) {
    return (
      <>
        <i style={{ background: `var(--${rule.relation})` }} /> <strong>{rule.title}.</strong> {rule.means}
      </>
    );
  }
  return similarity > 0
    ? 'Learning one helps the other, not enough to call them interchangeable.'
    : 'Learning one hurts the other, not enough to call them contradictory.';
}

function Numbers({ pair }: PairProps) {
  const known = (value: number | null | undefined, format: (number: number) => string) =>
    value === undefined ? '…' : value === null ? '–' : format(value);
  return (
    <dl className={`${classes.numbers ?? ''} numbers`}>
      <div title="The similarity: the cosine of the angle between the gradients of the two, from −1 to 1.">
        <dt>Similarity c</dt>
        <dd>{known(pair?.similarity, formatSimilarity)}</dd>
      </div>
      <div title="The kernel: the product of the gradients of the two, which also grows with how long they are.">
        <dt>Kernel κ</dt>
        <dd>{known(pair?.kappa, formatMeasure)}</dd>
      </div>
    </dl>
  );
}
