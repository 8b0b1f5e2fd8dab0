import type { ReactNode } from 'react';
import classes from './Intro.module.css';

/** The sentence that a view begins with: what one sees, and what to do with it. */
export function Intro({ children }: { children: ReactNode }) {
  return <p className={classes.intro}>{children}</p>;
}
