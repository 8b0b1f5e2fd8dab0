import { ActionIcon, Drawer, Tooltip } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { IconHistory } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useVirtualizer } from '@tanstack/react-virtual';
import { useState } from 'react';
import { useDecisions } from '../../client/decisions';
import { analysesQuery } from '../../client/queries';
import type { Decision } from '../../client/types';
import { useAnalysisPage } from '../../selection/page';
import { SamplePreview } from '../../selection/preview/SamplePreview';
import { formatTime } from '../../shared/format';
import { Message } from '../../shared/Message';
import { valueAt } from '../../shared/valueAt';
import { DecisionMark } from './DecisionMark';
import classes from './HistoryButton.module.css';
import { SampleLink } from './SampleLink';
import { decisionWords } from './tally';

const ROW = 56;

/** Everything that was decided on this data set, newest first. */
export function HistoryButton() {
  const [opened, { open, close }] = useDisclosure(false);
  return (
    <>
      <Tooltip label="History">
        <ActionIcon variant="default" size={30} aria-label="History" onClick={open}>
          <IconHistory size={16} />
        </ActionIcon>
      </Tooltip>
      <Drawer
        opened={opened}
        onClose={close}
        position="right"
        size={440}
        title="Decisions on this data set"
        classNames={{ content: classes.content, body: classes.body }}
      >
        <History onOpen={close} />
      </Drawer>
    </>
  );
}

function History({ onOpen }: { onOpen: () => void }) {
  const { analysis } = useAnalysisPage();
  const { decisions } = useDecisions(analysis.id);
  const history = decisions?.history ?? [];
  const [scroller, setScroller] = useState<HTMLDivElement | null>(null);
  const virtualizer = useVirtualizer({
    count: history.length,
    getScrollElement: () => scroller,
    estimateSize: () => ROW,
    overscan: 6,
  });
  if (history.length === 0) {
    return (
      <Message title="Nothing decided yet">
        <p>What you decide is kept with the data set, and shows in every analysis of it.</p>
      </Message>
    );
  }
  return (
    <div ref={setScroller} className={classes.scroller}>
      <ol className={classes.list} style={{ height: virtualizer.getTotalSize() }} aria-label="History">
        {virtualizer.getVirtualItems().map(({ index: line, start }) => {
          const decision = valueAt(history, line);
          return (
            <li key={decision.id} style={{ height: ROW, transform: `translateY(${String(start)}px)` }}>
              <HistoryRow decision={decision} onOpen={onOpen} />
            </li>
          );
        })}
      </ol>
    </div>
  );
}

function HistoryRow({ decision, onOpen }: { decision: Decision; onOpen: () => void }) {
  const { analysis, rowOf, classNames } = useAnalysisPage();
  const { data: analyses } = useQuery(analysesQuery);
  const { index, decided_at, analysis: from } = decision;
  const name = analyses?.find(({ id }) => id === from)?.name;
  const where = from === null ? '' : ` · ${name ?? `analysis ${String(from)}`}`;
  const row = (
    <>
      <SamplePreview dataset={analysis} index={index} size={40} alt="" />
      <span className={classes.words}>
        <span>
          Sample {index}: <strong>{decisionWords(decision, classNames)}</strong>
        </span>
        <span className="muted numbers">
          {formatTime(decided_at)}
          {where}
        </span>
      </span>
      <DecisionMark decision={decision} />
    </>
  );
  // Of the same data set, but not among the samples of this analysis.
  if (!rowOf.has(index)) return <div className={classes.row}>{row}</div>;
  return (
    <SampleLink index={index} className={classes.row} onClick={onOpen}>
      {row}
    </SampleLink>
  );
}
