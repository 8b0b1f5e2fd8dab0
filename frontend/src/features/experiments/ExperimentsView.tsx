import { Skeleton } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { ErrorMessage } from '../../client/ErrorMessage';
import { EXPERIMENT, experimentsQuery } from '../../client/experimentQueries';
import { useTasks } from '../../jobs/useTasks';
import { useAnalysisPage } from '../../selection/page';
import { ExperimentCard } from './ExperimentCard';
import classes from './ExperimentsView.module.css';

/** The paper's claims, each to be put to the test on these samples. */
export function ExperimentsView() {
  const { analysis } = useAnalysisPage();
  const tasks = useTasks(analysis.id, EXPERIMENT);
  const { data: experiments, error } = useQuery(experimentsQuery);
  return (
    <div className={classes.view}>
      {error ? (
        <ErrorMessage error={error} />
      ) : experiments ? (
        experiments.map((experiment) => (
          <ExperimentCard
            key={experiment.name}
            experiment={experiment}
            tasks={tasks.filter(({ request }) => request.name === experiment.name)}
          />
        ))
      ) : (
        <Skeleton height={220} />
      )}
    </div>
  );
}
