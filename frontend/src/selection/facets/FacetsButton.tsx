import { Button } from '@mantine/core';
import { IconAdjustmentsHorizontal } from '@tabler/icons-react';
import { usePageKeys } from '../../shared/keys/usePageKeys';
import { useFacetsOpen } from './useFacetsOpen';

/** Shows the filters beside a view, or puts them away. */
export function FacetsButton() {
  const [isOpen, toggle] = useFacetsOpen();
  usePageKeys({ f: toggle });
  return (
    <Button
      size="xs"
      variant={isOpen ? 'light' : 'default'}
      leftSection={<IconAdjustmentsHorizontal size={14} aria-hidden />}
      aria-expanded={isOpen}
      title="Show the filters, or put them away (f)"
      onClick={toggle}
    >
      Filters
    </Button>
  );
}
