/**
 * Where people are sent on to once they have answered: http(s), or a scheme that is known; undefined for anything else,
 * which ends on a page of ours.
 *
 * @rule auth-page.forward-schemes
 * @rule auth-page.forward-untouched
 */
export function onwardAddress(forwardURL: string | undefined, schemes: readonly string[]): string | undefined {
  if (forwardURL === undefined || !URL.canParse(forwardURL)) return undefined;
  const { protocol, href } = new URL(forwardURL);
  const known = ['http', 'https', ...schemes].includes(protocol.slice(0, -1));
  return known ? href : undefined;
}
