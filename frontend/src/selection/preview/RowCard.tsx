import { cardFrame } from './cardFrame';
import { formatCell, mostTelling, tellingFirst, type CellBeside } from './cells';
import { rowsOf } from './contents';
import { Missing } from './Missing';
import type { PreviewProps } from './props';
import classes from './said.module.css';
import { useBatch } from './useBatch';
import { useCells, useFields } from './useCells';

const LINE = 15;

/** The cells of a row that tell its class best; beside another one, those that differ most and those that are the same. */
export function RowCard({ dataset, index, size, alt, beside }: PreviewProps) {
  const found = useBatch(rowsOf(dataset), index);
  const cells = useCells(dataset, index, beside);
  const fields = useFields();
  const { width, height } = cardFrame(size);
  const lines = Math.floor((height - 4) / LINE);
  if (found === 'missing') return <Missing size={size} alt={alt} />;
  const telling =
    cells && (beside === undefined ? mostTelling(cells, fields, lines) : tellingFirst(cells, fields));
  return (
    <span className={classes.card} style={{ width, height }} data-preview={cells ? 'shown' : 'waiting'}>
      {telling?.slice(0, lines).map((cell) => (
        <CardCell key={cell.heading} {...cell} />
      ))}
    </span>
  );
}

function CardCell({ heading, cell, mark }: CellBeside) {
  return (
    <span className={classes.cell} data-mark-of={mark}>
      <span>{heading} </span>
      <b className="numbers">{formatCell(cell)}</b>
    </span>
  );
}
