import { Button, Kbd, Menu } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { IconChevronDown, IconSquareCheck } from '@tabler/icons-react';
import { usePageKeys } from '../../shared/keys/usePageKeys';
import { useSelectionActions } from './useSelectionActions';

/** Selects by words what need not be pointed at; its keys hold wherever it stands. */
export function SelectionMenu() {
  const [isOpen, menu] = useDisclosure(false);
  const { actions, isAsking } = useSelectionActions(isOpen);
  const { all, neighbours, invert, clear } = actions;
  usePageKeys({ 'mod+a': all.run, n: neighbours.run, i: invert.run, x: clear.run });
  return (
    <Menu position="bottom-start" width={310} opened={isOpen} onOpen={menu.open} onClose={menu.close}>
      <Menu.Target>
        <Button
          size="xs"
          variant="default"
          loading={isAsking}
          leftSection={<IconSquareCheck size={14} aria-hidden />}
          rightSection={<IconChevronDown size={12} aria-hidden />}
        >
          Select
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        {Object.entries(actions).map(
          ([name, action]) =>
            action?.run && (
              <Menu.Item
                key={name}
                rightSection={'key' in action ? <Kbd size="xs">{action.key}</Kbd> : undefined}
                onClick={action.run}
              >
                {action.title}
              </Menu.Item>
            ),
        )}
      </Menu.Dropdown>
    </Menu>
  );
}
