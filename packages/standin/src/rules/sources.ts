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
