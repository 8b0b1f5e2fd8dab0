import { Button, Group, Text } from '@mantine/core';
import { IconDownload } from '@tabler/icons-react';
import type { PlanChoice } from '../../client/queries';
import { planFileUrl } from '../../client/urls';

interface DownloadButtonsProps {
  analysisId: number;
  choice: PlanChoice;
  formats: readonly string[];
}

/** The kept indices, in each format. */
export function DownloadButtons({ analysisId, choice, formats }: DownloadButtonsProps) {
  return (
    <Group gap={6}>
      <Text size="sm" c="dimmed" mr={4}>
        Download the list
      </Text>
      {formats.map((format) => (
        <Button
          key={format}
          component="a"
          href={planFileUrl(analysisId, choice, format)}
          download
          size="xs"
          variant="default"
          leftSection={<IconDownload size={14} aria-hidden />}
          aria-label={`Download the list as ${format}`}
        >
          .{format}
        </Button>
      ))}
    </Group>
  );
}
