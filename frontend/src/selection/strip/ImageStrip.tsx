import { useId, useRef, useState, type KeyboardEvent, type MouseEvent } from 'react';
import { VisuallyHidden } from '../../shared/VisuallyHidden';
import { valueAt } from '../../shared/valueAt';
import { moved } from '../grid/keyboard';
import { className, useAnalysisPage } from '../page';
import { useModality } from '../preview/modalities';
import { SamplePreview } from '../preview/SamplePreview';
import { useSelected } from '../selected/useSelected';
import { useAnalysisSearch } from '../useAnalysisSearch';
import classes from './ImageStrip.module.css';

interface ImageStripProps {
  /** Few enough to be drawn all. */
  rows: ArrayLike<number>;
  /** What a person who cannot see it is told. */
  label: string;
  /** Side of an image in CSS pixels. */
  size?: number;
  /** A few characters more under an image. */
  noteOf?: (row: number) => string;
  /** The class that stands after an arrow where it is not the label; what is predicted where it is left out. */
  otherClassOf?: (row: number) => number | undefined;
  /** Without the words under the images, which their tips have. */
  bare?: boolean;
}

/**
 * Some images in a line that scrolls sideways. It is one stop of the tab key: arrows move inside, Enter opens, Space
 * selects.
 */
export function ImageStrip({ rows, label, size = 64, noteOf, otherClassOf, bare = false }: ImageStripProps) {
  const { samples } = useAnalysisPage();
  const [{ sample }, update] = useAnalysisSearch();
  const selected = useSelected();
  const id = useId();
  const list = useRef<HTMLDivElement>(null);
  const [active, setActive] = useState(0);
  const current = Math.min(active, Math.max(0, rows.length - 1));

  const go = (position: number) => {
    setActive(position);
    list.current?.children[position]?.scrollIntoView({ block: 'nearest', inline: 'nearest' });
  };
  const open = (position: number) => {
    update({ sample: valueAt(samples.index, valueAt(rows, position)) }, { replace: sample !== undefined });
  };
  function onClick({ target, ctrlKey, metaKey }: MouseEvent): void {
    const place = (target as Element).closest<HTMLElement>('[data-position]');
    if (!place) return;
    const position = Number(place.dataset.position);
    go(position);
    if (ctrlKey || metaKey) selected.toggle(valueAt(rows, position));
    else open(position);
  }
  function onKeyDown(event: KeyboardEvent): void {
    if (event.key === 'Enter') open(current);
    else if (event.key === ' ') selected.toggle(valueAt(rows, current));
    else {
      const next = moved(event.key, current, rows.length, rows.length, rows.length);
      if (next === undefined) return;
      go(next);
      // With the panel open the samples pass by like a film.
      if (sample !== undefined) open(next);
    }
    event.preventDefault();
  }

  return (
    <div
      ref={list}
      className={classes.strip}
      role="listbox"
      aria-label={label}
      aria-orientation="horizontal"
      aria-multiselectable
      aria-activedescendant={`${id}-${String(current)}`}
      tabIndex={0}
      onClick={onClick}
      onKeyDown={onKeyDown}
    >
      {Array.from(rows, (row, position) => (
        <StripImage
          key={row}
          id={`${id}-${String(position)}`}
          row={row}
          position={position}
          size={size}
          bare={bare}
          active={position === current}
          open={samples.index[row] === sample}
          selected={selected.rows[row] === 1}
          note={noteOf?.(row)}
          other={otherClassOf?.(row) ?? valueAt(samples.predicted, row)}
          otherIs={otherClassOf ? 'the others say' : 'predicted'}
        />
      ))}
    </div>
  );
}

interface StripImageProps {
  id: string;
  row: number;
  position: number;
  size: number;
  bare: boolean;
  active: boolean;
  open: boolean;
  selected: boolean;
  note: string | undefined;
  other: number;
  otherIs: string;
}

function StripImage({ id, row, position, size, bare, note, other, otherIs, ...state }: StripImageProps) {
  const { analysis, samples, classNames } = useAnalysisPage();
  const index = valueAt(samples.index, row);
  const label = className(classNames, valueAt(samples.label, row));
  const name = className(classNames, other);
  const { width } = useModality().frame(size);
  const differs = name !== label;
  const words = [
    `Sample ${String(index)}`,
    `labelled ${label}`,
    ...(differs ? [`${otherIs} ${name}`] : []),
    ...(note === undefined ? [] : [note]),
  ].join(', ');
  return (
    // Keys and clicks are handled by the list, which keeps the focus.
    <div
      id={id}
      role="option"
      className={classes.image}
      style={{ width }}
      title={words}
      {...(bare && { 'aria-label': words })}
      aria-selected={state.selected}
      aria-current={state.open || undefined}
      data-active={state.active || undefined}
      data-position={position}
      data-index={index}
    >
      <SamplePreview dataset={analysis} index={index} size={size} alt="" />
      {!bare && (
        <span className={classes.caption} data-wrong={differs || undefined}>
          <VisuallyHidden>Sample {index}, labelled </VisuallyHidden>
          {label}
          {differs && (
            <>
              <VisuallyHidden>, {otherIs}</VisuallyHidden>
              <span aria-hidden> →</span> {name}
            </>
          )}
        </span>
      )}
      {!bare && note !== undefined && <span className={classes.note}>{note}</span>}
    </div>
  );
}
