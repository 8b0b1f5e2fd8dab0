import { ActionIcon, Group, Select, Tooltip } from '@mantine/core';
import { IconTrash } from '@tabler/icons-react';
import { useState } from 'react';
import { useDeleteTask } from '../../../client/taskActions';
import type { Task } from '../../../client/types';
import { EvaluationForm } from './EvaluationForm';
import { EvaluationResult } from './EvaluationResult';
import { taskTitle } from './words';

const NEW = 'new';

/** One evaluation at a time, the latest first, or the form for another. */
export function EvaluationDialog({ tasks }: { tasks: readonly Task[] }) {
  const [chosen, setChosen] = useState<string | null>(null);
  const remove = useDeleteTask();
  const value = chosen ?? String(tasks[0]?.id ?? NEW);
  const task = tasks.find(({ id }) => String(id) === value);
  return (
    <>
      {tasks.length > 0 && (
        <Group mb="md" gap="xs" align="flex-end">
          <Select
            flex={1}
            label="Evaluation"
            allowDeselect={false}
            data={[
              { value: NEW, label: 'A new evaluation' },
              ...tasks.map((one) => ({ value: String(one.id), label: taskTitle(one) })),
            ]}
            value={task ? value : NEW}
            onChange={setChosen}
          />
          {task && task.state !== 'running' && (
            <Tooltip label="Delete this evaluation">
              <ActionIcon
                variant="default"
                size={36}
                aria-label="Delete this evaluation"
                loading={remove.isPending}
                onClick={() => {
                  remove.mutate(task, {
                    onSuccess: () => {
                      setChosen(null);
                    },
                  });
                }}
              >
                <IconTrash size={16} />
              </ActionIcon>
            </Tooltip>
          )}
        </Group>
      )}
      {task ? (
        <EvaluationResult key={task.id} task={task} />
      ) : (
        <EvaluationForm
          onAsked={(id) => {
            setChosen(String(id));
          }}
        />
      )}
    </>
  );
}
