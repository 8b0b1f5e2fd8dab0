/** What the address of the form says. */
export interface NewSearch {
  /** The analysis with whose settings the form begins. */
  like?: number;
}

export function validateNewSearch({ like }: Record<string, unknown>): NewSearch {
  return typeof like === 'number' && Number.isSafeInteger(like) && like > 0 ? { like } : {};
}
