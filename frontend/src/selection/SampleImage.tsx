import { useState } from 'react';
import { imageUrl } from '../client/urls';
import type { FinishedAnalysis } from './page';
import classes from './SampleImage.module.css';

interface SampleImageProps {
  imageSet: Pick<FinishedAnalysis, 'dataset_id' | 'fingerprint' | 'input_shape'>;
  index: number;
  /** Side of the square that holds it, in CSS pixels. */
  size: number;
  /** Empty where the words beside it say everything. */
  alt: string;
}

/** One image of a data set. Small ones keep their pixels, so that one sees what the network sees. */
export function SampleImage({ imageSet, index, size, alt }: SampleImageProps) {
  const src = imageUrl(imageSet, index);
  const [failed, setFailed] = useState<string>();
  if (failed === src) {
    return (
      <span
        className={classes.missing}
        style={{ width: size, height: size }}
        role="img"
        aria-label={`${alt} (missing)`}
      >
        ?
      </span>
    );
  }
  return (
    <img
      className={classes.image}
      src={src}
      alt={alt}
      width={size}
      height={size}
      decoding="async"
      draggable={false}
      data-pixelated={Math.max(...imageSet.input_shape.slice(0, 2)) < size || undefined}
      onError={() => {
        setFailed(src);
      }}
    />
  );
}
