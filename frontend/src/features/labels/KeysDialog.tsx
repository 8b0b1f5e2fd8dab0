import { Kbd, Modal } from '@mantine/core';
import { KEYS } from './keys';
import classes from './KeysDialog.module.css';

export function KeysDialog({ opened, onClose }: { opened: boolean; onClose: () => void }) {
  return (
    <Modal opened={opened} onClose={onClose} title="Keys" centered>
      <dl className={classes.keys}>
        {KEYS.map(({ command, keys, does }) => (
          <div key={command}>
            <dt>
              {keys.map((key) => (
                <Kbd key={key} size="sm">
                  {key}
                </Kbd>
              ))}
            </dt>
            <dd>{does}</dd>
          </div>
        ))}
      </dl>
    </Modal>
  );
}
