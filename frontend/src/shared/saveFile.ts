export interface NamedFile {
  name: string;
  content: Blob;
}

/** Hands a file to the browser as a download. */
export function saveFile({ name, content }: NamedFile): void {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(content);
  link.download = name;
  link.click();
  URL.revokeObjectURL(link.href);
}
