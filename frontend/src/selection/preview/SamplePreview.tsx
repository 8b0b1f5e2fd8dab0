import { modalityOf } from './modalities';
import type { PreviewProps, WholeProps } from './props';

/** One sample of a data set in the frame of its modality. */
export function SamplePreview(props: PreviewProps) {
  const { Card } = modalityOf(props.dataset);
  return <Card {...props} />;
}

/** The same as sharp as it can be had. */
export function SharpPreview(props: PreviewProps) {
  const { Sharp } = modalityOf(props.dataset);
  return <Sharp {...props} />;
}

/** All of one sample. */
export function WholeSample(props: WholeProps) {
  const { Whole } = modalityOf(props.dataset);
  return <Whole {...props} />;
}
