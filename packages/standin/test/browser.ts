import type { StandIn } from '../src/index.js';

/** What came of a request: the page, and where it is. */
export interface Shown {
  readonly status: number;
  /** The path and query of the page, after all redirects. */
  readonly path: string;
  readonly html: string;
  readonly headers: Headers;
}

/** As much of a browser as a walk through the pages takes: it keeps cookies, follows redirects, sends forms. */
export interface Browser {
  open(path: string): Promise<Shown>;
  /** Sends a form: its fields, and those that the page hides. */
  send(page: Shown, action: string, fields?: Readonly<Record<string, string>>): Promise<Shown>;
  /** Asks for a page by the address a program gave, of which no server sees the fragment; runs the script it has. */
  follow(address: string): Promise<Shown>;
}

const ORIGIN = 'https://app.plex.tv';

function hiddenFields(html: string): Record<string, string> {
  const found = html.matchAll(/<input type="hidden" name="(\w+)" value="([^"]*)"/g);
  return Object.fromEntries([...found].map(([, name = '', value = '']) => [name, value]));
}

/** A browser that nobody has used yet. */
export function openBrowser(standIn: Pick<StandIn, 'fetch'>, headers: Readonly<Record<string, string>> = {}): Browser {
  const cookies = new Map<string, string>();
  const ask = async (path: string, body?: URLSearchParams): Promise<Shown> => {
    const cookie = [...cookies].map(([name, value]) => `${name}=${value}`).join('; ');
    const method = body === undefined ? 'GET' : 'POST';
    const from = body === undefined ? {} : { origin: ORIGIN };
    const init = { method, body: body ?? null, headers: { cookie, ...from, ...headers } };
    const response = await standIn.fetch(`${ORIGIN}${path}`, init);
    for (const line of response.headers.getSetCookie()) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? [];
      cookies.set(name, value);
    }
    const location = response.headers.get('location');
    if (location?.startsWith('/')) return ask(location);
    return { status: response.status, path, html: await response.text(), headers: response.headers };
  };
  return {
    open: (path) => ask(path),
    send: (page, action, fields = {}) => ask(action, new URLSearchParams({ ...hiddenFields(page.html), ...fields })),
    follow: (address) => ask('/auth', new URLSearchParams({ fragment: new URL(address).hash })),
  };
}
