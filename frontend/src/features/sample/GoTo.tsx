import { TextInput } from '@mantine/core';
import { useHotkeys } from '@mantine/hooks';
import { useRef, useState, type SubmitEvent } from 'react';
import { useAnalysisPage } from '../../selection/page';
import { useAnalysisSearch } from '../../selection/useAnalysisSearch';
import { formatCount } from '../../shared/format';
import classes from './SamplePanel.module.css';

interface GoToProps {
  /** Whether the key works: not while something lies over the page. */
  hasKey: boolean;
  /** Called before the field takes the focus, which it cannot where the panel is hidden. */
  onAsk: () => void;
}

/** Opens a sample by its index; the key `g` leads here. */
export function GoTo({ hasKey, onAsk }: GoToProps) {
  const { samples, rowOf } = useAnalysisPage();
  const [, update] = useAnalysisSearch();
  const [text, setText] = useState('');
  const [error, setError] = useState<string>();
  const input = useRef<HTMLInputElement>(null);
  const ask = () => {
    onAsk();
    // The panel is there once this has been drawn.
    window.requestAnimationFrame(() => input.current?.select());
  };
  useHotkeys(hasKey ? [['g', ask]] : []);

  function go(event: SubmitEvent): void {
    event.preventDefault();
    const index = /^\d+$/.test(text.trim()) ? Number(text) : NaN;
    if (!rowOf.has(index)) {
      const last = samples.index.at(-1) ?? 0;
      setError(`There is no sample ${text}: type an index up to ${formatCount(last)}.`);
      return;
    }
    update({ sample: index });
    setText('');
    input.current?.blur();
  }

  return (
    <form onSubmit={go}>
      <TextInput
        ref={input}
        className={classes.goTo}
        size="xs"
        inputMode="numeric"
        placeholder="Go to… (g)"
        aria-label="Go to sample"
        aria-keyshortcuts="g"
        value={text}
        error={error}
        onChange={(event) => {
          setText(event.currentTarget.value);
          setError(undefined);
        }}
        onKeyDown={(event) => {
          if (event.key === 'Escape') event.currentTarget.blur();
        }}
      />
    </form>
  );
}
