import { Combobox, Modal, TextInput, useCombobox } from '@mantine/core';
import { useEffect, useState } from 'react';
import type { Evidence } from '../../client/types';
import { className, useAnalysisPage } from '../../selection/page';
import { formatShare } from '../../shared/format';
import classes from './ClassChooser.module.css';
import { searchClasses } from './classSearch';

/** More are found by typing. */
const LISTED = 60;

interface ClassChooserProps {
  opened: boolean;
  onClose: () => void;
  evidence: Evidence;
  onChoose: (label: number) => void;
}

/** Any class for a candidate: type to search, arrow keys, Enter. */
export function ClassChooser({ opened, onClose, ...props }: ClassChooserProps) {
  return (
    <Modal opened={opened} onClose={onClose} title={`Which class is sample ${String(props.evidence.index)}?`}>
      <ClassSearch onClose={onClose} {...props} />
    </Modal>
  );
}

function ClassSearch({ evidence, onClose, onChoose }: Omit<ClassChooserProps, 'opened'>) {
  const { classNames } = useAnalysisPage();
  const { probabilities, given } = evidence;
  const [typed, setTyped] = useState('');
  const store = useCombobox({ opened: true });
  const found = searchClasses(typed, classNames, probabilities).slice(0, LISTED);
  // The best fit is what Enter takes.
  useEffect(() => {
    store.selectFirstOption();
    // The store is another object each time.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [typed]);
  return (
    <Combobox
      store={store}
      onOptionSubmit={(label) => {
        onChoose(Number(label));
      }}
    >
      <Combobox.EventsTarget withExpandedAttribute>
        <TextInput
          data-autofocus
          aria-label="Search a class"
          placeholder="Type to search"
          value={typed}
          onKeyDown={({ key }) => {
            // A combobox keeps Escape to itself, to close its list.
            if (key === 'Escape') onClose();
          }}
          onChange={({ currentTarget }) => {
            setTyped(currentTarget.value);
          }}
        />
      </Combobox.EventsTarget>
      <Combobox.Options mt="sm" className={classes.options} aria-label="Classes">
        {found.length === 0 && <Combobox.Empty>No class is called so</Combobox.Empty>}
        {found.map((label) => (
          <Combobox.Option key={label} value={String(label)} className={classes.option}>
            <span className={classes.name}>{className(classNames, label)}</span>
            {label === given && <span>the given one</span>}
            <span className="numbers">{formatShare(probabilities[label] ?? 0)}</span>
          </Combobox.Option>
        ))}
      </Combobox.Options>
    </Combobox>
  );
}
