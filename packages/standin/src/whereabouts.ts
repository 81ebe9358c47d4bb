/** Where callers reach what the stand-in plays; filled in once the ports are known. */
export interface Whereabouts {
  /** The origin of plex.tv: `http://127.0.0.1:4000`. */
  account: string;
  /** The origin of each media server, by machine identifier. */
  readonly servers: Map<string, string>;
}

/** The host and port of an origin. */
export function addressOf(origin: string): { protocol: string; address: string; port: number } {
  const { protocol, hostname, port } = new URL(origin);
  const scheme = protocol.slice(0, -1);
  const usual = scheme === 'https' ? 443 : 80;
  return { protocol: scheme, address: hostname, port: port === '' ? usual : Number(port) };
}
