import { ActionIcon, Popover, Title } from '@mantine/core';
import { IconInfoCircle } from '@tabler/icons-react';
import { useNavigate } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import type { Analysis } from '../../client/types';
import { formatCompact, formatCount, formatNumberOf, formatShare } from '../../shared/format';
import { AnalysisMenu } from '../analyses/AnalysisMenu';
import { ExportMenu } from './ExportMenu';
import classes from './Header.module.css';
import { signVectorNote } from './signVectorNote';
import { sketchNote } from './sketchNote';

export function Header({ analysis }: { analysis: Analysis }) {
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
      <Facts analysis={analysis} />
    </header>
  );
}

function Facts({ analysis }: { analysis: Analysis }) {
  const { request, samples, class_names, model_parameters, accuracy, validation_accuracy } = analysis;
  const { clusters, kernel } = analysis;
  const note = signVectorNote(request.label_vector, class_names?.length ?? 0);
  return (
    <dl className={`${classes.facts ?? ''} numbers`}>
      {samples !== null && <Fact term="Samples">{formatCount(samples)}</Fact>}
      {class_names && <Fact term="Classes">{formatCount(class_names.length)}</Fact>}
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
        </Fact>
      )}
      {clusters !== null && <Fact term="Clusters">{formatCount(clusters)}</Fact>}
      <Fact term="Label vector">
        {request.label_vector}
        {note !== null && <Note label="What this label vector can show" text={note} />}
      </Fact>
      {kernel?.sketch_error && (
        <Fact term="Sketch">
          ρ {kernel.sketch_error.rank_correlation.toFixed(3)}
          <Note label="How far the sketch is from the kernel" text={sketchNote(kernel.sketch_error)} />
        </Fact>
      )}
      {kernel !== null && kernel.excluded.length > 0 && (
        <Fact term="Left out">{formatNumberOf(kernel.excluded.length, 'sample')}</Fact>
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

function Note({ label, text }: { label: string; text: string }) {
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
