import { ActionIcon, Button, Group, Modal, Text, TextInput } from '@mantine/core';
import { IconTrash } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { ApiError } from '../../client/api';
import { tagsQuery, useDeleteTag, useRenameTag } from '../../client/keeping';
import type { Tag } from '../../client/types';
import { formatNumberOf } from '../../shared/format';
import { useAnalysisPage } from '../page';
import { useAnalysisSearch } from '../useAnalysisSearch';
import { useModality } from '../preview/modalities';

/** All tags, to call them something else or to delete them. */
export function ManageTags({ opened, onClose }: { opened: boolean; onClose: () => void }) {
  const { analysis } = useAnalysisPage();
  const { data: tags } = useQuery(tagsQuery(analysis.id));
  return (
    <Modal opened={opened} onClose={onClose} title="Tags">
      <Text size="sm" c="dimmed" mb="sm">
        They belong to the data: a change holds in every analysis of it. To rename one, type and press Enter.
      </Text>
      {tags?.length === 0 && <Text size="sm">There are none.</Text>}
      {tags?.map((tag) => (
        <TagRow key={tag.name} tag={tag} />
      ))}
    </Modal>
  );
}

function TagRow({ tag: { name, count } }: { tag: Tag }) {
  const { one } = useModality();
  const { analysis } = useAnalysisPage();
  const [search, update] = useAnalysisSearch();
  const [typed, type] = useState(name);
  const [isAsking, ask] = useState(false);
  const rename = useRenameTag(analysis.id);
  const remove = useDeleteTag(analysis.id);
  const conflict = rename.error instanceof ApiError && rename.error.kind === 'conflict';
  const call = (merge: boolean) => {
    const to = typed.trim();
    if (to === '' || to === name) return;
    // A row whose tag is called something else is another row: what follows must not wait for this one.
    rename.mutateAsync({ from: name, to, merge }).then(
      (tag) => {
        if (search.tag === name) update({ tag: tag.name }, { replace: true });
      },
      () => undefined, // the row says why
    );
  };
  return (
    <>
      <Group gap="xs" wrap="nowrap" align="flex-start" mb={6}>
        <TextInput
          size="xs"
          flex={1}
          maxLength={64}
          aria-label={`Name of the tag ${name}`}
          value={typed}
          error={(rename.error ?? remove.error)?.message}
          onChange={(event) => {
            type(event.currentTarget.value);
          }}
          onKeyDown={(event) => {
            if (event.key === 'Enter') call(false);
          }}
        />
        {conflict && (
          <Button
            size="xs"
            variant="light"
            onClick={() => {
              call(true);
            }}
          >
            Make them one
          </Button>
        )}
        <Text size="xs" c="dimmed" lh="30px" w={80} ta="right">
          {formatNumberOf(count, one)}
        </Text>
        {isAsking ? (
          <Button
            size="xs"
            color="red"
            onClick={() => {
              remove.mutateAsync(name).then(
                () => {
                  if (search.tag === name) update({ tag: undefined }, { replace: true });
                },
                () => undefined, // the row says why
              );
            }}
          >
            Delete it
          </Button>
        ) : (
          <ActionIcon
            variant="subtle"
            color="gray"
            size={30}
            aria-label={`Delete the tag ${name}`}
            onClick={() => {
              ask(true);
            }}
          >
            <IconTrash size={16} />
          </ActionIcon>
        )}
      </Group>
    </>
  );
}
