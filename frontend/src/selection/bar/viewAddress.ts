/** What a saved view keeps: the part of the address after the analysis, such as "map?colour=loss". */

const ADDRESS = /^[a-z][a-z-]*(?:\?[^#]*)?$/;

export function addressOfView(pathname: string, search: string): string {
  const view = /\/analyses\/\d+\/([a-z-]+)/.exec(pathname)?.[1] ?? 'map';
  return view + search;
}

/** Where a saved view is; undefined of what is no address, since others can save views, too. */
export function pathOfView(base: string, analysisId: number, saved: string): string | undefined {
  if (!ADDRESS.test(saved)) return undefined;
  return `${base}/analyses/${String(analysisId)}/${saved}`;
}
