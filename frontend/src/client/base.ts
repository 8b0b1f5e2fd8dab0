/** Under which path the server lies: "", or behind a proxy such as "/lpntk". Before every address of the API. */

function readBase(): string {
  if (typeof document === 'undefined') return '';
  const written = document.querySelector<HTMLMetaElement>('meta[name="lpntk-base"]')?.content ?? '';
  return written.replace(/^\./, '').replace(/\/$/, '');
}

export const base = readBase();
