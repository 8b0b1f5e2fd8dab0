import { Button, Group, Menu } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { IconChevronDown, IconDownload } from '@tabler/icons-react';
import { useSavePlan } from '../../client/files';
import type { Side } from '../../client/types';
import { planFileUrl } from '../../client/urls';
import { useAnalysisPage } from '../../selection/page';
import { rowsIn } from '../../selection/pins/pins';
import { usePins } from '../../selection/pins/usePins';
import type { Plan } from '../../selection/plan';
import { formatCount } from '../../shared/format';
import { valueAt } from '../../shared/valueAt';

interface PlanFilesProps {
  plan: Plan;
  formats: readonly string[];
}

/** The list of what stays and the list of what goes, each in every format. */
export function PlanFiles({ plan, formats }: PlanFilesProps) {
  const going = plan.pruned.length;
  return (
    <Group gap={8}>
      <SideMenu plan={plan} formats={formats} side="kept" count={plan.goes.length - going} words="to keep" />
      <SideMenu plan={plan} formats={formats} side="pruned" count={going} words="to drop" />
    </Group>
  );
}

interface SideMenuProps extends PlanFilesProps {
  side: Side;
  count: number;
  words: string;
}

function SideMenu({ plan, formats, side, count, words }: SideMenuProps) {
  const { analysis } = useAnalysisPage();
  const { save, isSaving, isHandmade } = useHandmade(plan, side);
  return (
    <Menu width={150}>
      <Menu.Target>
        <Button
          size="xs"
          variant="default"
          className="numbers"
          leftSection={<IconDownload size={14} aria-hidden />}
          rightSection={<IconChevronDown size={14} aria-hidden />}
          loading={isSaving}
          title="Download the list of their indices"
        >
          {formatCount(count)} {words}
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        {formats.map((format) =>
          isHandmade ? (
            <Menu.Item
              key={format}
              aria-label={`Download the ${formatCount(count)} ${words} as .${format}`}
              onClick={() => {
                save(format);
              }}
            >
              .{format}
            </Menu.Item>
          ) : (
            <Menu.Item
              key={format}
              component="a"
              href={planFileUrl(analysis.id, plan.choice, format, side)}
              download
              aria-label={`Download the ${formatCount(count)} ${words} as .${format}`}
            >
              .{format}
            </Menu.Item>
          ),
        )}
      </Menu.Dropdown>
    </Menu>
  );
}

/** With samples that stay or go by hand there is more to send than an address holds. */
function useHandmade(plan: Plan, side: Side) {
  const { analysis, samples } = useAnalysisPage();
  const [{ stay, go }] = usePins();
  const indices = (mask: Uint8Array) => Array.from(rowsIn(mask), (row) => valueAt(samples.index, row));
  const { mutate, isPending } = useSavePlan(analysis.id);
  const save = (format: string) => {
    mutate(
      { ...plan.choice, format, side, stay: indices(stay), go: indices(go) },
      {
        onError: ({ message }) => {
          notifications.show({ color: 'red', message });
        },
      },
    );
  };
  return { save, isSaving: isPending, isHandmade: stay.includes(1) || go.includes(1) };
}
