import { useQuery } from '@tanstack/react-query';
import { createContext, useContext, type ReactNode } from 'react';
import { ErrorMessage } from './ErrorMessage';
import { optionsQuery } from './queries';
import type { Options } from './types';

const OptionsContext = createContext<Options | null>(null);

/** Asks once what there is to choose and how it is described, so that all that lies inside has it at hand. */
export function OptionsProvider({ children }: { children: ReactNode }) {
  const { data: options, error } = useQuery(optionsQuery);
  if (options) return <OptionsContext value={options}>{children}</OptionsContext>;
  return error && <ErrorMessage error={error} />;
}

/** The scores, relations, settings … that Python knows. */
export function useOptions(): Options {
  const options = useContext(OptionsContext);
  if (!options) throw new Error('This stands where the options are not known.');
  return options;
}
