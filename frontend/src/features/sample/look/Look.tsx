import { Modal, SegmentedControl } from '@mantine/core';
import { ErrorMessage } from '../../../client/ErrorMessage';
import { useSample } from '../../../client/useSample';
import { useAnalysisPage } from '../../../selection/page';
import type { AnalysisSearch } from '../../../selection/search';
import { useModality } from '../../../selection/preview/modalities';
import { useAnalysisSearch } from '../../../selection/useAnalysisSearch';
import { takesEscape } from '../../../shared/escape';
import { capitalised } from '../../../shared/format';
import { Graph } from './Graph';
import { LargeView } from './LargeView';
import classes from './Look.module.css';

/** The neighbours of a sample over the whole page, as the address asks for: large, or as a graph. */
export function Look({ index }: { index: number }) {
  const { analysis } = useAnalysisPage();
  const { one } = useModality();
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
            data={[
              { value: 'neighbours', label: capitalised(`${one}s`) },
              { value: 'graph', label: 'Graph to walk in' },
            ]}
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
