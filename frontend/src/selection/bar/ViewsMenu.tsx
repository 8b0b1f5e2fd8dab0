import { ActionIcon, Menu, Tooltip } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { IconBookmark, IconBookmarkPlus, IconPencil } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useRouter } from '@tanstack/react-router';
import { base } from '../../client/base';
import { viewsQuery } from '../../client/keeping';
import { useAnalysisPage } from '../page';
import { ManageViews, SaveView } from './SavedViews';
import { pathOfView } from './viewAddress';

/** The views of this analysis that were saved by name. */
export function ViewsMenu() {
  const { analysis } = useAnalysisPage();
  const router = useRouter();
  const { data: views } = useQuery(viewsQuery(analysis.id));
  const [saving, save] = useDisclosure(false);
  const [managing, manage] = useDisclosure(false);
  return (
    <>
      <Menu width={260}>
        <Menu.Target>
          <Tooltip label="Saved views">
            <ActionIcon variant="subtle" color="gray" size={28} aria-label="Saved views">
              <IconBookmark size={17} />
            </ActionIcon>
          </Tooltip>
        </Menu.Target>
        <Menu.Dropdown mah={420} style={{ overflowY: 'auto' }}>
          <Menu.Item leftSection={<IconBookmarkPlus size={16} />} onClick={save.open}>
            Save this view…
          </Menu.Item>
          {views && views.length > 0 && (
            <>
              <Menu.Item leftSection={<IconPencil size={16} />} onClick={manage.open}>
                Rename or delete views…
              </Menu.Item>
              <Menu.Divider />
              <Menu.Label>Open</Menu.Label>
            </>
          )}
          {views?.map(({ name, search }) => {
            const path = pathOfView(base, analysis.id, search);
            return (
              <Menu.Item
                key={name}
                disabled={path === undefined}
                onClick={() => {
                  if (path !== undefined) router.history.push(path);
                }}
              >
                {name}
              </Menu.Item>
            );
          })}
        </Menu.Dropdown>
      </Menu>
      <SaveView opened={saving} onClose={save.close} />
      <ManageViews opened={managing} onClose={manage.close} />
    </>
  );
}
