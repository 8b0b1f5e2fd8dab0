/** Which groups of a legend are not drawn: "0,3". */

/** Whether a value of an address names groups. */
export function isGroups(value: unknown): value is string {
  return typeof value === 'string' && value.length <= 2000 && /^\d+(,\d+)*$/.test(value);
}

export function hiddenOf(text: string | undefined): ReadonlySet<number> {
  return new Set(text === undefined ? [] : text.split(',').map(Number));
}

export function encodeHidden(groups: Iterable<number>): string | undefined {
  const text = [...groups].sort((a, b) => a - b).join(',');
  return text === '' ? undefined : text;
}

/** With one group hidden that was drawn, or drawn that was hidden. */
export function toggled(hidden: ReadonlySet<number>, group: number): ReadonlySet<number> {
  return hidden.has(group)
    ? new Set([...hidden].filter((one) => one !== group))
    : new Set([...hidden, group]);
}

/** With one group alone drawn, or all again where it was alone. */
export function solo(hidden: ReadonlySet<number>, group: number, groups: number): ReadonlySet<number> {
  const others = Array.from({ length: groups }, (_, one) => one).filter((one) => one !== group);
  const isAlone = !hidden.has(group) && others.every((one) => hidden.has(one));
  return new Set(isAlone ? [] : others);
}
