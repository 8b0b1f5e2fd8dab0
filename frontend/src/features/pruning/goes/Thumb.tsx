import { className, useAnalysisPage } from '../../../selection/page';
import { rowOfKnown } from '../../../selection/rowOf';
import { SamplePreview } from '../../../selection/preview/SamplePreview';
import { useSearchPart, useUpdateSearch } from '../../../selection/useAnalysisSearch';
import { formatSimilarity } from '../../../shared/format';
import { valueAt } from '../../../shared/valueAt';
import classes from './WhatGoes.module.css';

interface ThumbProps {
  index: number;
  size?: number;
  /** To who stands for it, where somebody does. */
  similarity?: number | null;
}

/** A small image of a sample that opens it. */
export function Thumb({ index, size = 40, similarity }: ThumbProps) {
  const { analysis, samples, rowOf, classNames } = useAnalysisPage();
  const isOpen = useSearchPart(({ sample }) => sample === index);
  const update = useUpdateSearch();
  const name = className(classNames, valueAt(samples.label, rowOfKnown(rowOf, index)));
  const like = typeof similarity === 'number' ? `, similarity ${formatSimilarity(similarity)}` : '';
  const words = `Sample ${String(index)}, labelled ${name}${like}`;
  return (
    // Hundreds of links would each look at every change of the address.
    <button
      type="button"
      className={classes.thumb}
      title={words}
      aria-label={words}
      aria-current={isOpen || undefined}
      onClick={() => {
        update({ sample: index });
      }}
    >
      <SamplePreview dataset={analysis} index={index} size={size} alt="" />
    </button>
  );
}
