/** A browser's cookies for one host, and the addresses it is sent to: enough of a browser to sign in with. */
export interface BrowserJar {
  /** The names of the cookies it has. */
  names(): string[];
  /** Takes a `Set-Cookie` header as a browser would. */
  take(header: string): void;
  /** A request for an address, with the cookies. */
  request(url: string): Request;
}

/** A browser that has been nowhere. */
export function browserJar(): BrowserJar {
  const cookies = new Map<string, string>();
  return {
    names: () => [...cookies.keys()],
    take(header) {
      const [pair = '', ...traits] = header.split('; ');
      const [name = '', value = ''] = pair.split(/=(.*)/s);
      const asPromised = traits.includes('Secure') && traits.includes('Path=/');
      if (name.startsWith('__Host-') && !asPromised) return;
      if (traits.includes('Max-Age=0')) cookies.delete(name);
      else cookies.set(name, value);
    },
    request(url) {
      const cookie = [...cookies].map(([name, value]) => `${name}=${value}`).join('; ');
      return new Request(url, { headers: { cookie } });
    },
  };
}

/** What Plex's page would be told by the address, and where it would send the browser afterwards. */
export function hostedPage(url: string): { code: string; forwardURL: string } {
  const said = new URLSearchParams(new URL(url).hash.slice(2));
  return { code: said.get('code') ?? '', forwardURL: said.get('forwardUrl') ?? '' };
}
