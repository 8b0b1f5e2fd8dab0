import { notifications } from '@mantine/notifications';

/** Says what went wrong, in the server's words. */
export function tellError(error: Error): void {
  notifications.show({ color: 'red', message: error.message });
}
