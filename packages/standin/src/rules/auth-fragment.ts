/** What a program tells the sign-in page, in the part of an address that no server gets to see. */
export interface AuthRequest {
  readonly code: string;
  /** Where people are to be sent, as it was written. */
  readonly forwardURL: string | undefined;
  /** The name the program goes by. */
  readonly product: string | undefined;
  /** What it runs on, in its own words. */
  readonly device: string | undefined;
}

/** Longest value that is shown: a page holds more than one. */
const SHOWN = 120;

/**
 * Reads the fragment of the sign-in page's address: `#?` or `#!?`, brackets encoded or not, anything else in it ignored;
 * undefined when no code is in it.
 *
 * @rule auth-page.fragment
 * @rule auth-page.context
 */
export function readFragment(fragment: string): AuthRequest | undefined {
  const said = new URLSearchParams(fragment.replace(/^#?!?\/?\??/, ''));
  const valueOf = (name: string): string | undefined => said.get(name)?.trim() || undefined;
  const about = (name: string): string | undefined => valueOf(`context[device][${name}]`)?.slice(0, SHOWN);
  const code = valueOf('code');
  if (code === undefined) return undefined;
  const parts = [about('deviceName') ?? about('device'), about('platform')].filter((part) => part !== undefined);
  return {
    code,
    forwardURL: valueOf('forwardUrl'),
    product: about('product'),
    device: parts.length === 0 ? undefined : [...new Set(parts)].join(', '),
  };
}
