import type { ReactNode } from 'react';
import { FacetColumn } from './FacetColumn';
import { useFacetsOpen } from './useFacetsOpen';
import classes from './WithFacets.module.css';

/** A view with the filters at its left, where they are wanted. */
export function WithFacets({ children }: { children: ReactNode }) {
  const [isOpen] = useFacetsOpen();
  return (
    <div className={classes.beside}>
      {isOpen && <FacetColumn />}
      <div className={classes.view}>{children}</div>
    </div>
  );
}
