import { Button, Code, Group, Title } from '@mantine/core';
import { Link, useNavigate } from '@tanstack/react-router';
import { useCreateAnalysis } from '../../client/actions';
import { useOptions } from '../../client/options';
import { Logo } from '../../shared/Logo';
import classes from './Welcome.module.css';
import { YourOwn } from './YourOwn';

/** What a newcomer sees: what this is for, and two ways to begin. */
export function Welcome() {
  const { relations } = useOptions();
  return (
    <div className={classes.welcome}>
      <Logo />
      <Title order={1}>See what your training samples do to each other</Title>
      <p>
        Point lpNTK at labelled images, texts or rows of a table and a classifier. It measures, for every pair
        of samples, what learning one does for the other.
      </p>
      <ul className={classes.relations}>
        {relations.map(({ relation, title, means }) => (
          <li key={relation}>
            <span className={classes.dot} style={{ background: `var(--${relation})` }} />
            <strong>{title}</strong>
            <span>{means}</span>
          </li>
        ))}
      </ul>
      <Group justify="center">
        <TryDigits />
        <Button variant="default" size="md" renderRoot={(props) => <Link to="/new" {...props} />}>
          Fill in the form
        </Button>
      </Group>
      <p className={classes.hint}>
        The digits take about half a minute; in a terminal, <Code>lpntk demo</Code> does the same.
      </p>
      <YourOwn />
    </div>
  );
}

function TryDigits() {
  const create = useCreateAnalysis();
  const navigate = useNavigate();
  return (
    <Button
      size="md"
      loading={create.isPending}
      onClick={() => {
        create.mutate(
          { source: 'digits' },
          {
            onSuccess: ({ id }) => {
              void navigate({ to: '/analyses/$analysisId/standout', params: { analysisId: id } });
            },
          },
        );
      }}
    >
      Try the built-in digits
    </Button>
  );
}
