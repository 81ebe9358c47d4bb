/** A source as the caller names it. */
export type Source =
  | { readonly kind: 'server'; readonly machineIdentifier: string; readonly provider: string | undefined }
  | { readonly kind: 'provider'; readonly identifier: string };

/**
 * Reads `server://{machineIdentifier}`, `server://{machineIdentifier}/{provider}` or `provider://{identifier}`;
 * undefined for anything else.
 *
 * @rule source.grammar
 */
export function parseSource(text: string): Source | undefined {
  const parts = /^(server|provider):\/\/([^/\s]+)(?:\/([^/\s]+))?$/.exec(text);
  if (parts === null) return undefined;
  const [, scheme, authority = '', provider] = parts;
  if (scheme === 'server') return { kind: 'server', machineIdentifier: authority, provider };
  return provider === undefined ? { kind: 'provider', identifier: authority } : undefined;
}

/** The first release that answers `/security/resources`. */
const FIRST_WITH_SOURCES = [1, 15, 4];

/**
 * Whether a server of this version can name its sources.
 *
 * @rule source.minimum-version
 */
export function knowsSources(version: string): boolean {
  const numbers = version.split(/[.-]/).map(Number);
  for (const [index, needed] of FIRST_WITH_SOURCES.entries()) {
    const found = numbers[index] ?? 0;
    if (found !== needed) return found > needed;
  }
  return true;
}
