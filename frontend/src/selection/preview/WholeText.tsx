import { useQuery } from '@tanstack/react-query';
import { wholeTextQuery } from '../../client/queries';
import { textsOf, type TextContent } from './contents';
import { heightOfWhole } from './heightOfWhole';
import { Marked } from './Marked';
import { sharedWords } from './marks';
import { Missing } from './Missing';
import type { PreviewProps, WholeProps } from './props';
import classes from './said.module.css';
import type { Found } from './batches';
import { useBatch } from './useBatch';

const NOTHING: ReadonlySet<string> = new Set();

/** All of a text, which scrolls where it is long. */
export function WholeText({ dataset, index, size, alt, beside }: WholeProps) {
  const texts = textsOf(dataset);
  const found = useBatch(texts, index);
  const text = useWhole(dataset, index, found);
  const other = useWhole(dataset, beside, useBatch(texts, beside));
  if (found === 'missing') return <Missing size={size} alt={alt} />;
  return (
    <div
      className={classes.whole}
      style={{ maxHeight: heightOfWhole(size) }}
      role="region"
      aria-label={`${alt}: its text`}
      tabIndex={0}
      data-preview={text === undefined ? 'waiting' : 'shown'}
    >
      {text !== undefined && (
        <Marked text={text} shared={other === undefined ? NOTHING : sharedWords(text, other)} />
      )}
    </div>
  );
}

/** The whole text: what came with others where that is all, else asked for by itself, its beginning meanwhile. */
function useWhole(
  dataset: PreviewProps['dataset'],
  index: number | undefined,
  found: Found<TextContent>,
): string | undefined {
  const known = found === 'missing' ? undefined : found;
  const { data } = useQuery(wholeTextQuery(dataset, known?.isCut ? index : undefined));
  return known?.isCut ? (data ?? known.text) : known?.text;
}
