import type { Wire } from './wire.js';

/** A page, as far as a walk through it takes. */
export interface Shown {
  readonly status: number;
  readonly html: string;
}

/** As much of a browser as signing in takes, without script: it keeps cookies, follows redirects and sends forms. */
export interface Browser {
  /** Opens the address a program sends somebody to; the fragment is handed over as the page's own script does it. */
  follow(address: string): Promise<Shown>;
  /** Sends a form of a page, the fields it hides included. */
  send(page: Shown, action: string, fields: Readonly<Record<string, string>>): Promise<Shown>;
}

const HIDDEN = /<input type="hidden" name="(\w+)" value="([^"]*)"/g;

/** A browser that nobody has used yet; it asks by the demo's own wire. */
export function openBrowser({ ask }: Pick<Wire, 'ask'>): Browser {
  const cookies = new Map<string, string>();
  const load = async (url: string, form?: URLSearchParams): Promise<Shown> => {
    const { origin } = new URL(url);
    const cookie = [...cookies].map(([name, value]) => `${name}=${value}`).join('; ');
    const sent = form ? { method: 'POST', body: form } : {};
    const response = await ask(url, { ...sent, headers: { cookie, ...(form && { origin }) }, redirect: 'manual' });
    for (const line of response.headers.getSetCookie()) {
      const [name = '', value = ''] = (line.split(';', 1)[0] ?? '').split('=');
      cookies.set(name, value);
    }
    const location = response.headers.get('location');
    if (location !== null) return load(new URL(location, url).href);
    return { status: response.status, html: await response.text() };
  };
  let site = '';
  return {
    async follow(address) {
      const { origin, pathname, hash } = new URL(address);
      site = origin;
      await load(`${origin}${pathname}`);
      return load(`${origin}${pathname}`, new URLSearchParams({ fragment: hash }));
    },
    send(page, action, fields) {
      const hidden = [...page.html.matchAll(HIDDEN)].map(([, name = '', value = '']) => [name, value]);
      return load(`${site}${action}`, new URLSearchParams([...hidden, ...Object.entries(fields)]));
    },
  };
}
