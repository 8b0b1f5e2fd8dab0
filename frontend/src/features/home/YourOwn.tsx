import { ActionIcon, Code, CopyButton, Title } from '@mantine/core';
import { IconCheck, IconCopy } from '@tabler/icons-react';
import classes from './YourOwn.module.css';

const WAYS: readonly { title: string; needs: string; command: string }[] = [
  {
    title: 'An image folder',
    needs: 'one folder a class, such as photos/cat/1.jpg',
    command: 'lpntk analyse photos/ --image-size 64',
  },
  {
    title: 'A NumPy file',
    needs: 'images (N, height, width) or (N, height, width, 3), and labels (N,)',
    command: 'lpntk analyse samples.npz',
  },
  {
    title: 'A table',
    needs: 'a .csv or .parquet of texts, image paths, or numbers and categories, and their labels',
    command: 'lpntk analyse texts.csv --label-column topic',
  },
  {
    title: 'A well-known data set',
    needs: 'mnist, fashion_mnist, kmnist, cifar10, cifar100 or svhn, downloaded by torchvision',
    command: 'lpntk analyse mnist --limit 2000 --epochs 3',
  },
  {
    title: 'Python',
    needs: 'a torch module that returns logits, and (tensor, label) pairs',
    command: 'import lpntk; lpntk.serve(lpntk.analyse(model, dataset))',
  },
];

/** How to bring data of one's own, a line to copy for each kind. */
export function YourOwn() {
  return (
    <section className={classes.ways} aria-labelledby="your-own">
      <Title order={2} id="your-own">
        Your own data
      </Title>
      <ul>
        {WAYS.map(({ title, needs, command }) => (
          <li key={title}>
            <span>
              <strong>{title}</strong> <span className="muted">{needs}</span>
            </span>
            <span className={classes.line}>
              <Code>{command}</Code>
              <Copy text={command} what={title} />
            </span>
          </li>
        ))}
      </ul>
      <p className="muted">
        In a terminal, where <Code>lpntk</Code> is installed; the analysis appears here while it is computed,
        if both use the same database.
      </p>
    </section>
  );
}

function Copy({ text, what }: { text: string; what: string }) {
  return (
    <CopyButton value={text}>
      {({ copied, copy }) => (
        <ActionIcon
          variant="subtle"
          color="gray"
          size="sm"
          aria-label={copied ? 'Copied' : `Copy the line for: ${what}`}
          onClick={copy}
        >
          {copied ? <IconCheck size={15} /> : <IconCopy size={15} />}
        </ActionIcon>
      )}
    </CopyButton>
  );
}
