/** What a request says of the page it came from; undefined where it says nothing. */
export interface Provenance {
  /** The header `Origin`. */
  readonly origin: string | undefined;
  /** The header `Sec-Fetch-Site`. */
  readonly site: string | undefined;
}

/** What browsers say of requests no other site has a hand in. */
const OWN_FETCHES = new Set(['same-origin', 'none']);

function hostOf(url: string): string | undefined {
  return URL.canParse(url) ? new URL(url).host : undefined;
}

/**
 * Whether a request comes from a page of ours, or from no page: other programs name no origin. A proxy in front may speak
 * TLS and have another name, so the host is what counts, and the addresses by which we are known are as good.
 */
export function isOwn({ origin, site }: Provenance, addresses: readonly string[]): boolean {
  if (site !== undefined && !OWN_FETCHES.has(site)) return false;
  if (origin === undefined) return true;
  const host = hostOf(origin);
  return host !== undefined && addresses.some((address) => hostOf(address) === host);
}
