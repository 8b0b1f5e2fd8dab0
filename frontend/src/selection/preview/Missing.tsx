import classes from './preview.module.css';
import type { PreviewProps } from './props';

/** In place of a sample that cannot be shown. */
export function Missing({ size, alt }: Pick<PreviewProps, 'size' | 'alt'>) {
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
