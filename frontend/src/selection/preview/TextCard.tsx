import classes from './said.module.css';
import { cardFrame } from './cardFrame';
import { textsOf } from './contents';
import { beginning, sharedWords } from './marks';
import { Marked } from './Marked';
import { Missing } from './Missing';
import type { PreviewProps } from './props';
import { useBatch } from './useBatch';

/** About as many characters as have room in a square pixel of a card. */
const DENSITY = 1 / 90;
const NOTHING: ReadonlySet<string> = new Set();

/** The first lines of a text; beside another one, those from the first word on that both have. */
export function TextCard({ dataset, index, size, alt, beside }: PreviewProps) {
  const texts = textsOf(dataset);
  const found = useBatch(texts, index);
  const other = useBatch(texts, beside);
  const { width, height } = cardFrame(size);
  if (found === 'missing') return <Missing size={size} alt={alt} />;
  const shared = found && other && other !== 'missing' ? sharedWords(found.text, other.text) : NOTHING;
  const room = width * height * DENSITY;
  const from = found ? beginning(found.text, shared, room) : 0;
  return (
    <span className={classes.card} style={{ width, height }} data-preview={found ? 'shown' : 'waiting'}>
      {found && (
        <span className={classes.lines}>
          {from > 0 && '… '}
          <Marked text={packed(found.text.slice(from, from + 3 * room))} shared={shared} />
        </span>
      )}
    </span>
  );
}

/** Without empty lines, for which a card has no room, and without the breaks of a page that was wider. */
function packed(text: string): string {
  return text.replaceAll(/[ \t]*\n[ \t]*(\n\s*)?/g, (_, paragraph?: string) => (paragraph ? '\n' : ' '));
}
