import { useState } from 'react';
import { imageUrl } from '../../client/urls';
import classes from './preview.module.css';
import type { PreviewProps } from './props';
import { ImagePreview } from './ImagePreview';

/** The longer side of a thumbnail, in its own pixels. */
const THUMBNAIL = 96;

/** One image as sharp as it can be had: out of its sheet where that has enough pixels, else at its own size. */
export function LargePreview(props: PreviewProps) {
  const { dataset, index, size } = props;
  const wants = size > THUMBNAIL && longest(dataset) > THUMBNAIL;
  return wants ? <OwnSize key={index} {...props} /> : <ImagePreview {...props} />;
}

/** The data sets whose images cannot be read any more: nothing more is asked of them. */
const GONE = new Set<number>();

function OwnSize(props: PreviewProps) {
  const { dataset, index, size, alt } = props;
  const [isMissing, setMissing] = useState(() => GONE.has(dataset.dataset_id));
  if (isMissing) return <ImagePreview {...props} />;
  return (
    <img
      className={classes.own}
      src={imageUrl(dataset, index)}
      width={size}
      height={size}
      alt={alt}
      loading="lazy"
      data-preview="own"
      onError={() => {
        GONE.add(dataset.dataset_id);
        setMissing(true);
      }}
    />
  );
}

function longest({ input_shape }: PreviewProps['dataset']): number {
  return Math.max(...input_shape.slice(0, 2));
}
