import { formatSimilarity } from '../../shared/format';
import { differingFirst, formatCell } from './cells';
import { rowsOf } from './contents';
import { heightOfWhole } from './heightOfWhole';
import { Missing } from './Missing';
import type { WholeProps } from './props';
import classes from './said.module.css';
import { useBatch } from './useBatch';
import { useCells } from './useCells';

/** All cells of a row; beside another one by how much they differ, those that differ most first. */
export function WholeRow({ dataset, index, size, alt, beside }: WholeProps) {
  const found = useBatch(rowsOf(dataset), index);
  const cells = useCells(dataset, index, beside);
  if (found === 'missing') return <Missing size={size} alt={alt} />;
  const shown = beside === undefined ? cells : cells && differingFirst(cells);
  return (
    <div
      className={classes.row}
      style={{ maxHeight: heightOfWhole(size) }}
      role="region"
      aria-label={`${alt}: its cells`}
      tabIndex={0}
      data-preview={cells ? 'shown' : 'waiting'}
    >
      <table>
        <tbody>
          {shown?.map(({ heading, cell, mark, deviations }) => (
            <tr key={heading} data-mark-of={mark}>
              <th scope="row">{heading}</th>
              <td className="numbers">{formatCell(cell)}</td>
              {beside !== undefined && (
                <td
                  className="numbers"
                  title="How much more than the other's, in standard deviations of the column"
                >
                  {mark === 'same'
                    ? 'the same'
                    : deviations !== undefined && `${formatSimilarity(deviations)} σ`}
                </td>
              )}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
