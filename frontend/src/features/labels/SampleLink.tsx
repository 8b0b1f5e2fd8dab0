import { Link } from '@tanstack/react-router';
import type { AnchorHTMLAttributes, ReactNode } from 'react';

interface SampleLinkProps extends Omit<AnchorHTMLAttributes<HTMLAnchorElement>, 'href'> {
  index: number;
  children: ReactNode;
}

/** Leads to another candidate, as a step that Back undoes. */
export function SampleLink({ index, children, ...props }: SampleLinkProps) {
  return (
    <Link
      from="/analyses/$analysisId"
      to="/analyses/$analysisId/labels"
      search={(previous) => ({ ...previous, sample: index })}
      state={(previous) => ({ ...previous, candidates: (previous.candidates ?? 0) + 1 })}
      {...props}
    >
      {children}
    </Link>
  );
}
