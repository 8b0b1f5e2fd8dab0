import { Missing } from './Missing';
import classes from './preview.module.css';
import type { PreviewProps } from './props';
import { sizeOf, thumbnailsOf, type Thumbnail } from './thumbnails';
import { useBatch } from './useBatch';

/** One image out of its sheet. Small ones keep their pixels, so that one sees what the network sees. */
export function ImagePreview({ dataset, index, size, alt }: PreviewProps) {
  const found = useBatch(thumbnailsOf(dataset), index);
  if (found === 'missing') return <Missing size={size} alt={alt} />;
  return (
    <span
      className={classes.image}
      style={found ? cut(found, size) : { width: size, height: size }}
      {...(alt === '' ? { 'aria-hidden': true } : { role: 'img', 'aria-label': alt })}
      data-preview={found ? 'shown' : 'waiting'}
      data-pixelated={Math.max(...dataset.input_shape.slice(0, 2)) < size || undefined}
    />
  );
}

/** The sheet as a background of which one cell shows, as large as it fits a square. */
function cut(found: Thumbnail, size: number) {
  const { sheet, column, line, columns, lines } = found;
  const cell = sizeOf(found);
  const scale = size / Math.max(cell.width, cell.height);
  const [width, height] = [cell.width * scale, cell.height * scale];
  const along = (place: number, count: number) =>
    count > 1 ? `${String((100 * place) / (count - 1))}%` : '0';
  return {
    width,
    height,
    margin: `${String((size - height) / 2)}px ${String((size - width) / 2)}px`,
    backgroundImage: `url("${sheet.src}")`,
    backgroundSize: `${String(100 * columns)}% ${String(100 * lines)}%`,
    backgroundPosition: `${along(column, columns)} ${along(line, lines)}`,
  };
}
