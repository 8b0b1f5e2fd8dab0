import type { FinishedAnalysis } from '../page';

export interface PreviewProps {
  dataset: Pick<FinishedAnalysis, 'dataset_id' | 'fingerprint' | 'modality' | 'input_shape'>;
  index: number;
  /** Side of the square that holds it where it is an image, in CSS pixels. */
  size: number;
  /** Empty where the words beside it say everything. */
  alt: string;
  /** The sample that it is held against: what the two share is marked where that can be seen. */
  beside?: number | undefined;
}

export type WholeProps = PreviewProps;
