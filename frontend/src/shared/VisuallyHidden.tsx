import type { ReactNode } from 'react';
import classes from './VisuallyHidden.module.css';

/** Words for those who hear the page. Hundreds stand in a grid, so that it is a plain element. */
export function VisuallyHidden({ children }: { children: ReactNode }) {
  return <span className={classes.hidden}>{children}</span>;
}
