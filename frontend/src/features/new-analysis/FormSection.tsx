import { Title } from '@mantine/core';
import type { UseFormReturnType } from '@mantine/form';
import type { ReactNode } from 'react';
import type { Options } from '../../client/types';
import type { FormValues } from './form';
import classes from './FormSection.module.css';

export interface FieldsProps {
  form: UseFormReturnType<FormValues>;
  options: Options;
}

export function FormSection({ title, children }: { title: string; children: ReactNode }) {
  return (
    <section className={classes.section} aria-label={title}>
      <Title order={2}>{title}</Title>
      {children}
    </section>
  );
}

/** Fields beside each other. */
export function FormRow({ children }: { children: ReactNode }) {
  return <div className={classes.row}>{children}</div>;
}
