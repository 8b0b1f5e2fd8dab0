import { Button, Code } from '@mantine/core';
import { Link, type ErrorComponentProps } from '@tanstack/react-router';
import { Message } from '../shared/Message';

export function NotFoundPage() {
  return (
    <Message title="There is no such page">
      <p>The address may be from another version of lpNTK.</p>
      <Button renderRoot={(props) => <Link to="/" {...props} />}>All analyses</Button>
    </Message>
  );
}

export function CrashPage({ error, reset }: ErrorComponentProps) {
  return (
    <Message title="This page has failed" tone="error">
      <p>Your analyses are safe. Try again; if it happens once more, report this with the line below.</p>
      <Code block>{error instanceof Error ? error.message : String(error)}</Code>
      <Button
        onClick={() => {
          // A view whose file could not be fetched stays so until the page is loaded anew.
          if (isOfFile(error)) window.location.reload();
          else reset();
        }}
      >
        Try again
      </Button>
    </Message>
  );
}

/** Whether a part of the page's own code could not be had: each browser says it in its own words. */
function isOfFile(error: unknown): boolean {
  return error instanceof Error && /import|module|preload/i.test(error.message);
}
