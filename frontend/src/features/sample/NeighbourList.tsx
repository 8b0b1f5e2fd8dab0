import { IconArrowsDiff } from '@tabler/icons-react';
import { useLocation } from '@tanstack/react-router';
import type { CSSProperties, MouseEvent } from 'react';
import type { Neighbour, Relation, Sample } from '../../client/types';
import { useSampleAhead } from '../../client/useSampleAhead';
import { className, useAnalysisPage } from '../../selection/page';
import { useModality } from '../../selection/preview/modalities';
import { SharpPreview } from '../../selection/preview/SamplePreview';
import { useUpdateSearch } from '../../selection/useAnalysisSearch';
import { VisuallyHidden } from '../../shared/VisuallyHidden';
import { formatSimilarity } from '../../shared/format';
import classes from './NeighbourList.module.css';
import { useRoving } from './useRoving';

interface NeighbourListProps {
  relation: Relation;
  neighbours: readonly Neighbour[];
  /** The sample whose neighbours they are. */
  of: Pick<Sample, 'index' | 'label'>;
  /** As `SamplePreview` takes it. */
  size: number;
  /** Whether they are not of the relation, only nearest to it. */
  faint?: boolean;
  /** Whether they stand in one line that scrolls where the window is low. */
  inLine?: boolean;
}

/**
 * Neighbours of one relation, each a step further. They are one stop of the tab key, inside which arrow keys move and
 * `p` holds one against the sample.
 */
export function NeighbourList({
  relation,
  neighbours,
  of,
  size,
  faint = false,
  inLine = false,
}: NeighbourListProps) {
  const { width } = useModality().frame(size);
  const { active, holder } = useRoving(neighbours.length);
  const address = useLocation({ select: ({ searchStr }) => searchStr });
  return (
    <ul
      className={classes.neighbours}
      style={{ '--tile': `${String(width + 8)}px` } as CSSProperties}
      data-relation={relation}
      data-faint={faint || undefined}
      data-in-line={inLine || undefined}
      {...holder}
    >
      {neighbours.map((neighbour, place) => (
        <NeighbourTile
          key={neighbour.index}
          neighbour={neighbour}
          of={of}
          size={size}
          isStop={place === active}
          address={addressOf(address, neighbour.index)}
        />
      ))}
    </ul>
  );
}

interface NeighbourTileProps {
  neighbour: Neighbour;
  of: NeighbourListProps['of'];
  size: number;
  isStop: boolean;
  /** Of the same page with the neighbour chosen, for another tab. */
  address: string;
}

/** Dozens of the router's links, each of which works its address out anew after every click, would take their time. */
function addressOf(search: string, index: number): string {
  const query = new URLSearchParams(search);
  query.set('sample', String(index));
  return `?${query.toString()}`;
}

function NeighbourTile({ neighbour, of, size, isStop, address }: NeighbourTileProps) {
  const { analysis, classNames, samples, rowOf } = useAnalysisPage();
  const update = useUpdateSearch();
  const askAhead = useSampleAhead(analysis.id);
  const { index } = neighbour;
  const name = className(classNames, neighbour.label);
  const taken = samples.predicted[rowOf.get(index) ?? -1] ?? neighbour.label;
  const isWrong = taken !== neighbour.label;
  const differs = neighbour.label !== of.label;
  const similarity = formatSimilarity(neighbour.similarity);
  const words = [
    `Sample ${String(index)}`,
    `labelled ${name}${differs ? ' (another label)' : ''}`,
    ...(isWrong ? [`predicted ${className(classNames, taken)}`] : []),
    `similarity ${similarity}`,
  ].join(', ');
  const hold = () => {
    update({ pair: index });
  };
  const choose = (event: MouseEvent<HTMLElement>) => {
    if (event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
    event.preventDefault();
    // By a key: this link goes with the sample that it is a neighbour of, and must not take the focus along.
    if (event.detail === 0) event.currentTarget.closest<HTMLElement>('[data-keeps-focus]')?.focus();
    update({ sample: index });
  };
  return (
    <li className={classes.tile}>
      <a
        href={address}
        className={classes.neighbour}
        tabIndex={isStop ? 0 : -1}
        aria-keyshortcuts="p"
        title={words}
        data-item
        data-index={index}
        data-differs={differs || undefined}
        onPointerDown={() => {
          askAhead(index);
        }}
        onClick={choose}
        onKeyDown={(event) => {
          if (event.key === 'p') hold();
        }}
      >
        <SharpPreview dataset={analysis} index={index} size={size} alt="" beside={of.index} />
        <span className={classes.caption}>
          <VisuallyHidden>Sample {index}, similarity </VisuallyHidden>
          <span className="numbers">{similarity}</span>
          <VisuallyHidden>, labelled</VisuallyHidden> <strong>{name}</strong>
          {differs && <VisuallyHidden> (another label)</VisuallyHidden>}
          {isWrong && (
            <span className={classes.taken}>
              <VisuallyHidden>, predicted </VisuallyHidden>→ {className(classNames, taken)}
            </span>
          )}
        </span>
      </a>
      <button
        type="button"
        className={classes.hold}
        tabIndex={-1}
        aria-label={`Compare with sample ${String(index)}`}
        title="Compare the two (p)"
        onClick={hold}
      >
        <IconArrowsDiff size={14} aria-hidden />
      </button>
    </li>
  );
}
