import { Modal, SegmentedControl } from '@mantine/core';
import { ErrorMessage } from '../../../client/ErrorMessage';
import { useSample } from '../../../client/useSample';
import { useAnalysisPage } from '../../../selection/page';
import type { AnalysisSearch } from '../../../selection/search';
import { useAnalysisSearch } from '../../../selection/useAnalysisSearch';
import { takesEscape } from '../../../shared/escape';
import { Graph } from './Graph';
import { LargeView } from './LargeView';
import classes from './Look.module.css';

const LOOKS: { value: NonNullable<AnalysisSearch['look']>; label: string }[] = [
  { value: 'neighbours', label: 'Large' },
  { value: 'graph', label: 'Graph to walk in' },
];

/** The neighbours of a sample over the whole page, as the address asks for: large, or as a graph. */
export function Look({ index }: { index: number }) {
  const { analysis } = useAnalysisPage();
  const [{ look }, update] = useAnalysisSearch();
  const { sample, error } = useSample(analysis.id, look && index);
  const close = () => {
    update({ look: undefined });
  };
  return (
    <Modal
      opened={look !== undefined}
      onClose={close}
      {...takesEscape(close)}
      fullScreen
      classNames={{ body: classes.body, content: classes.content, title: classes.title }}
      closeButtonProps={{ 'aria-label': 'Close' }}
      title={
        <>
          <span className="numbers">Neighbours of sample {index}</span>
          <SegmentedControl
            size="xs"
            aria-label="How the neighbours are shown"
            data={LOOKS}
            value={look ?? 'neighbours'}
            onChange={(chosen) => {
              update({ look: chosen as AnalysisSearch['look'] }, { replace: true });
            }}
          />
        </>
      }
    >
      {error && <ErrorMessage error={error} />}
      {sample && look === 'neighbours' && <LargeView sample={sample} />}
      {sample && look === 'graph' && <Graph sample={sample} />}
    </Modal>
  );
}
