import { Collapse, Slider, Title, UnstyledButton } from '@mantine/core';
import { IconChevronRight } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { ErrorMessage } from '../../client/ErrorMessage';
import { EXPERIMENT, OVER_TRAINING, overTrainingQuery } from '../../client/experimentQueries';
import type { OverTraining as Found, Relation, Sample } from '../../client/types';
import { useTasks } from '../../jobs/useTasks';
import { useAnalysisPage } from '../../selection/page';
import { useRules } from '../../selection/useRules';
import { NeighbourList } from './NeighbourList';
import classes from './OverTraining.module.css';

type OverTrainingProps = Pick<Sample, 'index' | 'label'>;

/** A sample's neighbours at each checkpoint, where somebody has looked at the kernel over the training. */
export function OverTraining({ index, label }: OverTrainingProps) {
  const { analysis } = useAnalysisPage();
  const task = useTasks(analysis.id, EXPERIMENT).find(
    ({ request, state }) => request.name === OVER_TRAINING && state === 'done',
  );
  return task && <Replay taskId={task.id} index={index} label={label} />;
}

function Replay({ taskId, index, label }: OverTrainingProps & { taskId: number }) {
  const { analysis } = useAnalysisPage();
  const { data, error } = useQuery(overTrainingQuery(analysis.id, taskId, index));
  const [isOpen, open] = useState(false);
  if (error) return <ErrorMessage error={error} />;
  if (!data) return null;
  return (
    <section className={classes.section} aria-label="Over training">
      {data.stable_note !== null && (
        <p className={classes.note} role="note">
          {data.stable_note}
        </p>
      )}
      <UnstyledButton
        className={classes.head}
        aria-expanded={isOpen}
        onClick={() => {
          open(!isOpen);
        }}
      >
        <IconChevronRight size={14} aria-hidden data-open={isOpen} />
        <Title order={3}>Over training</Title>
      </UnstyledButton>
      <Collapse expanded={isOpen}>{isOpen && <Checkpoints found={data} of={{ index, label }} />}</Collapse>
    </section>
  );
}

function Checkpoints({ found, of }: { found: Found; of: OverTrainingProps }) {
  const { checkpoints } = found;
  const rules = useRules();
  const best = checkpoints.findIndex((one) => one.best);
  const [place, move] = useState(Math.max(0, best));
  const shown = checkpoints[Math.min(place, checkpoints.length - 1)];
  if (!shown) return null;
  return (
    <div className={classes.replay}>
      <Slider
        thumbLabel="Checkpoint"
        size="sm"
        min={0}
        max={checkpoints.length - 1}
        step={1}
        label={null}
        marks={checkpoints.map(({ epoch }, value) => ({ value, label: String(epoch) }))}
        value={place}
        onChange={move}
      />
      <p className="numbers" role="status" aria-label="Checkpoint">
        {shown.name}
      </p>
      {rules.map(({ relation, title }) => (
        <div key={relation} aria-label={`${title} over training`} role="group">
          <h4 className={classes.relation}>{title}</h4>
          <NeighbourList relation={relation} neighbours={neighboursOf(shown, relation)} of={of} size={48} />
        </div>
      ))}
    </div>
  );
}

function neighboursOf({ neighbours }: Found['checkpoints'][number], relation: Relation) {
  return neighbours[relation].slice(0, 6);
}
