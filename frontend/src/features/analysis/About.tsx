import { Button, Popover, Text } from '@mantine/core';
import { IconInfoCircle } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { useAnalysisPage } from '../../selection/page';
import { formatCompact, formatCount, formatNumberOf, formatShare } from '../../shared/format';
import classes from './Header.module.css';

/** Everything that is worth knowing of an analysis before one believes what it shows. */
export function About() {
  return (
    <Popover width={400} shadow="md" withArrow position="bottom-end" trapFocus>
      <Popover.Target>
        <Button
          size="xs"
          variant="default"
          leftSection={<IconInfoCircle size={14} aria-hidden />}
          style={{ flex: 'none' }}
        >
          About
        </Button>
      </Popover.Target>
      <Popover.Dropdown className={classes.about} aria-label="About this analysis">
        <Facts />
      </Popover.Dropdown>
    </Popover>
  );
}

function Facts() {
  const { analysis, classNames } = useAnalysisPage();
  const { name, request, samples, model_parameters, accuracy, validation_accuracy, test_accuracy } = analysis;
  const { clusters, kernel, label_vector_note } = analysis;
  return (
    <>
      <Text fw={600} size="sm">
        {name}
      </Text>
      <dl className={classes.facts}>
        <Fact term="Samples">{formatCount(samples)}</Fact>
        <Fact term="Classes">{formatCount(classNames.length)}</Fact>
        <Fact term="Model">
          {request.model}
          {model_parameters !== null && (
            <span className="muted"> {formatCompact(model_parameters)} parameters</span>
          )}
        </Fact>
        {accuracy !== null && (
          <Fact term="Accuracy" note={kernel.notes.chance}>
            {formatShare(accuracy)}
            {validation_accuracy !== null && (
              <span className="muted"> {formatShare(validation_accuracy)} held out</span>
            )}
            {test_accuracy !== null && <span className="muted"> {formatShare(test_accuracy)} test set</span>}
          </Fact>
        )}
        {clusters !== null && <Fact term="Clusters">{formatCount(clusters)}</Fact>}
        <Fact term="Label vector" note={label_vector_note}>
          {request.label_vector}
        </Fact>
        {kernel.sketch_error && (
          <Fact term="Sketch" note={kernel.notes.sketch}>
            rank correlation {kernel.sketch_error.rank_correlation.toFixed(3)}
          </Fact>
        )}
        {kernel.excluded.length > 0 && (
          <Fact term="Left out" note={kernel.notes.excluded}>
            {formatNumberOf(kernel.excluded.length, 'sample')}
          </Fact>
        )}
      </dl>
    </>
  );
}

interface FactProps {
  term: string;
  /** A sentence of Python's. */
  note?: string | null;
  children: ReactNode;
}

function Fact({ term, note, children }: FactProps) {
  return (
    <>
      <dt>{term}</dt>
      <dd>
        {children}
        {note && <p>{note}</p>}
      </dd>
    </>
  );
}
