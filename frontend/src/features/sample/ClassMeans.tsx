import { Title, UnstyledButton } from '@mantine/core';
import { useState } from 'react';
import { ClassMeanBars } from '../../selection/classMeans/ClassMeanBars';
import classes from './ClassMeans.module.css';

const MOST = 12;

interface ClassMeansProps {
  /** The mean similarity to the other samples of each class; null where there are none. */
  means: readonly (number | null)[];
  /** Of the sample. */
  label: number;
}

/** What learning the sample does to each class on average. */
export function ClassMeans({ means, label }: ClassMeansProps) {
  const [showsAll, showAll] = useState(false);
  return (
    <section className={classes.section} aria-label="What it does to each class">
      <div className={classes.head}>
        <Title order={3}>What it does to each class</Title>
        <span>mean of c; click to see the class</span>
      </div>
      <ClassMeanBars means={means} most={showsAll ? Infinity : MOST} own={label} inColumns />
      {means.length > MOST && (
        <UnstyledButton
          className={classes.all}
          onClick={() => {
            showAll(!showsAll);
          }}
        >
          {showsAll ? 'Only the strongest' : `All ${String(means.length)} classes`}
        </UnstyledButton>
      )}
    </section>
  );
}
