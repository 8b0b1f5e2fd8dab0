import { Button, Group, Portal, Text } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { IconTag } from '@tabler/icons-react';
import { useMemo } from 'react';
import { formatNumberOf } from '../../shared/format';
import { usePageKeys } from '../../shared/keys/usePageKeys';
import { ForecastButton } from '../forecast/ForecastButton';
import { removal } from '../forecast/change';
import { ImageGrid } from '../grid/ImageGrid';
import { useAnalysisPage } from '../page';
import { PinButtons } from '../pins/PinButtons';
import { TagDialog } from '../tags/TagDialog';
import { useAnalysisSearch } from '../useAnalysisSearch';
import { SaveSelection } from './SaveSelection';
import classes from './SelectionStrip.module.css';
import { rowsOf, useSelected } from './useSelected';
import { useSelectionActions } from './useSelectionActions';
import { useModality } from '../preview/modalities';

/** Where it stands: under the views, and for the tab key after the panel. */
export const STRIP_PLACE = 'selected-images';

/** The images that are selected, and what can be done with them. */
export function SelectionStrip() {
  return (
    <Portal target={`#${STRIP_PLACE}`}>
      <Strip />
    </Portal>
  );
}

function Strip() {
  const { one } = useModality();
  const { samples } = useAnalysisPage();
  const [{ only }, update] = useAnalysisSearch();
  const selected = useSelected();
  const { actions, isAsking } = useSelectionActions();
  const [tagging, tag] = useDisclosure(false);
  usePageKeys({ t: tag.open });
  const rows = useMemo(() => rowsOf(selected.rows), [selected.rows]);
  const indices = useMemo(() => Array.from(rows, (row) => samples.index[row] ?? 0), [rows, samples]);
  const change = useMemo(() => removal(indices), [indices]);
  return (
    <section className={classes.strip} aria-label={`Selected ${one}s`}>
      <Group gap={6} px="md" py={8}>
        <Text size="sm" fw={550} flex={1} role="status" style={{ whiteSpace: 'nowrap' }}>
          {formatNumberOf(selected.count, one)} selected
        </Text>
        <Button
          size="compact-xs"
          variant="default"
          leftSection={<IconTag size={13} aria-hidden />}
          title="Give them a tag, or take one away (t)"
          onClick={tag.open}
        >
          Tag these…
        </Button>
        <SaveSelection indices={() => indices} name="selection" />
        <ForecastButton change={change} size="compact-xs">
          What if they went?
        </ForecastButton>
        <PinButtons rows={rows} />
        <Button
          size="compact-xs"
          variant="default"
          loading={isAsking}
          title="Select those that are interchangeable with them, too (n)"
          onClick={actions.neighbours.run}
        >
          Add neighbours
        </Button>
        <Button size="compact-xs" variant="default" title="(i)" onClick={actions.invert.run}>
          Invert
        </Button>
        <Button
          size="compact-xs"
          variant="default"
          aria-pressed={only === 'selected'}
          onClick={() => {
            update({ only: only ? undefined : 'selected' });
          }}
        >
          {only ? 'Show all' : 'Show only these'}
        </Button>
        <Button size="compact-xs" variant="default" title="(x)" onClick={actions.clear.run}>
          Clear
        </Button>
      </Group>
      <ImageGrid rows={rows} tile={56} />
      <TagDialog indices={() => indices} count={indices.length} opened={tagging} onClose={tag.close} />
    </section>
  );
}
