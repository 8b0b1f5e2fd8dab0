import type { FinishedAnalysis } from '../page';

export interface PreviewProps {
  dataset: Pick<FinishedAnalysis, 'dataset_id' | 'fingerprint' | 'modality' | 'input_shape'>;
  index: number;
  /** Side of the square that holds it, in CSS pixels. */
  size: number;
  /** Empty where the words beside it say everything. */
  alt: string;
}
