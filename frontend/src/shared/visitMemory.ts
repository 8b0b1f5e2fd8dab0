/** What a tab remembers across reloads. A page in a frame of another site's may be denied that: then nothing. */

export function recall(key: string): string | null {
  try {
    return window.sessionStorage.getItem(key);
  } catch {
    return null;
  }
}

export function remember(key: string, value: string): void {
  try {
    window.sessionStorage.setItem(key, value);
  } catch {
    // It is remembered until the next reload, by whoever asked.
  }
}

export function forget(key: string): void {
  try {
    window.sessionStorage.removeItem(key);
  } catch {
    // Then it was not remembered either.
  }
}
