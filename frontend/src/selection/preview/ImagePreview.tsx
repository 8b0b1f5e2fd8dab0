import { useState } from 'react';
import { previewUrl } from '../../client/urls';
import { Missing } from './Missing';
import classes from './preview.module.css';
import type { PreviewProps } from './props';

/** One image. Small ones keep their pixels, so that one sees what the network sees. */
export function ImagePreview({ dataset, index, size, alt }: PreviewProps) {
  const src = previewUrl(dataset, index);
  const [failed, setFailed] = useState<string>();
  if (failed === src) return <Missing size={size} alt={alt} />;
  return (
    <img
      className={classes.image}
      src={src}
      alt={alt}
      width={size}
      height={size}
      decoding="async"
      draggable={false}
      data-pixelated={Math.max(...dataset.input_shape.slice(0, 2)) < size || undefined}
      onError={() => {
        setFailed(src);
      }}
    />
  );
}
