import { ActionIcon, Popover, Title } from '@mantine/core';
import { IconInfoCircle } from '@tabler/icons-react';
import { useNavigate } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { AnalysisMenu } from '../../jobs/AnalysisMenu';
import { useAnalysisPage } from '../../selection/page';
import { formatCompact, formatCount, formatNumberOf, formatShare } from '../../shared/format';
import { ExportMenu } from './ExportMenu';
import classes from './Header.module.css';

/** What an analysis is called and what it is of, above all of its views. */
export function Header() {
  const { analysis } = useAnalysisPage();
  const navigate = useNavigate();
  return (
    <header className={classes.header}>
      <div className={classes.top}>
        <Title order={1} className={classes.name}>
          {analysis.name}
        </Title>
        <ExportMenu analysisId={analysis.id} />
        <AnalysisMenu analysis={analysis} onDeleted={() => void navigate({ to: '/' })} />
      </div>
      <Facts />
    </header>
  );
}

function Facts() {
  const { analysis, classNames } = useAnalysisPage();
  const { request, samples, model_parameters, accuracy, validation_accuracy, test_accuracy } = analysis;
  const { clusters, kernel, label_vector_note } = analysis;
  return (
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
        <Fact term="Accuracy">
          {formatShare(accuracy)}
          {validation_accuracy !== null && (
            <span className="muted"> {formatShare(validation_accuracy)} held out</span>
          )}
          {test_accuracy !== null && <span className="muted"> {formatShare(test_accuracy)} test set</span>}
        </Fact>
      )}
      {clusters !== null && <Fact term="Clusters">{formatCount(clusters)}</Fact>}
      <Fact term="Label vector">
        {request.label_vector}
        <Note label="What this label vector can show" text={label_vector_note} />
      </Fact>
      {kernel.sketch_error && (
        <Fact term="Sketch">
          ρ {kernel.sketch_error.rank_correlation.toFixed(3)}
          <Note label="How far the sketch is from the kernel" text={kernel.notes.sketch} />
        </Fact>
      )}
      {kernel.excluded.length > 0 && (
        <Fact term="Left out">
          {formatNumberOf(kernel.excluded.length, 'sample')}
          <Note label="Which samples are left out" text={kernel.notes.excluded} />
        </Fact>
      )}
    </dl>
  );
}

function Fact({ term, children }: { term: string; children: ReactNode }) {
  return (
    <div>
      <dt>{term}</dt>
      <dd>{children}</dd>
    </div>
  );
}

/** A sentence of Python's behind a button; nothing where there is none. */
function Note({ label, text }: { label: string; text: string | null | undefined }) {
  if (!text) return null;
  return (
    <Popover width={340} shadow="md" withArrow>
      <Popover.Target>
        <ActionIcon variant="subtle" color="gray" size={20} aria-label={label}>
          <IconInfoCircle size={16} />
        </ActionIcon>
      </Popover.Target>
      <Popover.Dropdown className={classes.note}>{text}</Popover.Dropdown>
    </Popover>
  );
}
