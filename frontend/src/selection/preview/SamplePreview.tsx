import type { ComponentType } from 'react';
import { ImagePreview } from './ImagePreview';
import { Missing } from './Missing';
import type { PreviewProps } from './props';

/** How a sample is shown, by the modality of its data set: a new one is one line here. */
const PREVIEWS: Record<string, ComponentType<PreviewProps>> = { images: ImagePreview };

/** One sample of a data set in a square. */
export function SamplePreview(props: PreviewProps) {
  const Preview = PREVIEWS[props.dataset.modality] ?? Missing;
  return <Preview {...props} />;
}
