import { ActionIcon } from '@mantine/core';
import { IconX } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import classes from './Facet.module.css';

interface FacetProps {
  title: string;
  /** What its numbers say. */
  help?: string;
  /** What of it passes, in words; undefined where it does not filter. */
  chosen: string | undefined;
  onClear: () => void;
  children: ReactNode;
}

/** One thing that samples can be filtered by. */
export function Facet({ title, help, chosen, onClear, children }: FacetProps) {
  return (
    <section className={classes.facet} aria-label={title} data-on={chosen !== undefined || undefined}>
      <div className={classes.head}>
        <h3 title={help}>{title}</h3>
        {chosen !== undefined && (
          <>
            <span className={classes.chosen}>{chosen}</span>
            <ActionIcon
              size={18}
              variant="subtle"
              aria-label={`Clear the filter by ${title}`}
              onClick={onClear}
            >
              <IconX size={13} />
            </ActionIcon>
          </>
        )}
      </div>
      {children}
    </section>
  );
}
