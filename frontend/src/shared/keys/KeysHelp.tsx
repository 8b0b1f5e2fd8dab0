import { Kbd, Modal } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { createContext, useContext, type ReactNode } from 'react';
import classes from './KeysHelp.module.css';
import { usePageKeys } from './usePageKeys';

export interface KeyHelp {
  keys: readonly string[];
  does: string;
}

export interface KeySection {
  /** Where they hold. */
  title: string;
  keys: readonly KeyHelp[];
}

const OpenContext = createContext<() => void>(() => undefined);

/** Opens the dialog with all keys. */
export function useKeysHelp(): () => void {
  return useContext(OpenContext);
}

/** The one dialog with all keys of the page, which “?” opens wherever one is. */
export function KeysHelp({ sections, children }: { sections: readonly KeySection[]; children: ReactNode }) {
  const [opened, { open, close }] = useDisclosure(false);
  usePageKeys({ '?': open });
  return (
    <OpenContext value={open}>
      {children}
      <Modal opened={opened} onClose={close} title="Keys" size={860}>
        <div className={classes.sections}>
          {sections.map(({ title, keys }) => (
            <section key={title} className={classes.section} aria-label={title}>
              <h2>{title}</h2>
              <dl>
                {keys.map((help) => (
                  <div key={help.does}>
                    <dt>
                      {help.keys.map((key) => (
                        <Kbd key={key} size="sm">
                          {key}
                        </Kbd>
                      ))}
                    </dt>
                    <dd>{help.does}</dd>
                  </div>
                ))}
              </dl>
            </section>
          ))}
        </div>
      </Modal>
    </OpenContext>
  );
}
