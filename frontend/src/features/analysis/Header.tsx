import { Title } from '@mantine/core';
import { useNavigate } from '@tanstack/react-router';
import { AnalysisMenu } from '../../jobs/AnalysisMenu';
import { useAnalysisPage } from '../../selection/page';
import { formatNumberOf, formatShare } from '../../shared/format';
import { About } from './About';
import { ExportMenu } from './ExportMenu';
import classes from './Header.module.css';

/** What an analysis is called and what it is of, in one line above all of its views. */
export function Header() {
  const { analysis } = useAnalysisPage();
  const navigate = useNavigate();
  return (
    <header className={classes.header}>
      <Title order={1} className={classes.name} title={analysis.name}>
        {analysis.name}
      </Title>
      <Brief />
      <About />
      <ExportMenu />
      <AnalysisMenu analysis={analysis} onDeleted={() => void navigate({ to: '/' })} />
    </header>
  );
}

/** The facts that matter most, as many as there is room for. */
function Brief() {
  const { analysis, classNames } = useAnalysisPage();
  const { request, samples, accuracy } = analysis;
  const facts = [
    formatNumberOf(samples, 'sample'),
    formatNumberOf(classNames.length, 'class', 'classes'),
    request.model,
    ...(accuracy === null ? [] : [`${formatShare(accuracy)} right`]),
  ];
  return <p className={classes.brief}>{facts.join(' · ')}</p>;
}
