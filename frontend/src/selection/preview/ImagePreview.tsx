import { useCallback, useEffect, useSyncExternalStore } from 'react';
import { Missing } from './Missing';
import classes from './preview.module.css';
import type { PreviewProps } from './props';
import { thumbnailsOf, type Thumbnail } from './thumbnails';

/** One image out of its sheet. Small ones keep their pixels, so that one sees what the network sees. */
export function ImagePreview({ dataset, index, size, alt }: PreviewProps) {
  const thumbnails = thumbnailsOf(dataset);
  const subscribe = useCallback((listener: () => void) => thumbnails.subscribe(index, listener), [thumbnails, index]);
  const found = useSyncExternalStore(subscribe, () => thumbnails.get(index));
  useEffect(() => {
    thumbnails.want([index]);
  }, [thumbnails, index]);
  if (found === 'missing') return <Missing size={size} alt={alt} />;
  return (
    <span
      className={classes.image}
      style={{ width: size, height: size, ...(found && cut(found)) }}
      {...(alt === '' ? { 'aria-hidden': true } : { role: 'img', 'aria-label': alt })}
      data-preview={found ? 'shown' : 'waiting'}
      data-pixelated={Math.max(...dataset.input_shape.slice(0, 2)) < size || undefined}
    />
  );
}

/** The sheet as a background of which one cell shows. */
function cut({ sheet, column, line, columns, lines }: Thumbnail) {
  const along = (place: number, count: number) => (count > 1 ? `${String((100 * place) / (count - 1))}%` : '0');
  return {
    backgroundImage: `url("${sheet.src}")`,
    backgroundSize: `${String(100 * columns)}% ${String(100 * lines)}%`,
    backgroundPosition: `${along(column, columns)} ${along(line, lines)}`,
  };
}
