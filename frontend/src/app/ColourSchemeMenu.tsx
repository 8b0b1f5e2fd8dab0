import { ActionIcon, Menu, useMantineColorScheme, type MantineColorScheme } from '@mantine/core';
import { IconCheck, IconDeviceDesktop, IconMoon, IconSun } from '@tabler/icons-react';

const SCHEMES: Record<MantineColorScheme, { title: string; Icon: typeof IconSun }> = {
  auto: { title: 'As the system', Icon: IconDeviceDesktop },
  light: { title: 'Light', Icon: IconSun },
  dark: { title: 'Dark', Icon: IconMoon },
};
const ORDER = ['auto', 'light', 'dark'] as const;

export function ColourSchemeMenu() {
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  const { Icon: Current } = SCHEMES[colorScheme];
  return (
    <Menu>
      <Menu.Target>
        <ActionIcon variant="subtle" color="gray" size="lg" aria-label="Colour scheme">
          <Current size={18} stroke={1.75} />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        {ORDER.map((scheme) => {
          const { title, Icon } = SCHEMES[scheme];
          return (
            <Menu.Item
              key={scheme}
              leftSection={<Icon size={16} stroke={1.75} />}
              rightSection={scheme === colorScheme && <IconCheck size={14} />}
              onClick={() => {
                setColorScheme(scheme);
              }}
            >
              {title}
            </Menu.Item>
          );
        })}
      </Menu.Dropdown>
    </Menu>
  );
}
