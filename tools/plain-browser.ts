/** A page, as far as a walk through it takes. */
export interface Shown {
  readonly status: number;
  /** Where it is, after all redirects. */
  readonly url: string;
  readonly html: string;
}

/** As much of a browser as signing in takes, without script: it keeps cookies, follows redirects and sends forms. */
export interface Browser {
  open(address: string): Promise<Shown>;
  /** Opens the address a program sends somebody to; the fragment is handed over as the page's own script does it. */
  follow(address: string): Promise<Shown>;
  /** Sends a form of a page, the fields it hides included. */
  send(page: Shown, action: string, fields: Readonly<Record<string, string>>): Promise<Shown>;
  /** Goes where a page leads on to by itself. */
  goOn(page: Shown): Promise<Shown>;
}

const HIDDEN = /<input type="hidden" name="(\w+)" value="([^"]*)"/g;
const REFRESH = /<meta http-equiv="refresh" content="0; url=([^"]+)"/;

/** A browser that nobody has used yet; it asks by the wire it is given. */
export function openBrowser({ ask }: { ask: (url: string, init: RequestInit) => Promise<Response> }): Browser {
  const jars = new Map<string, Map<string, string>>();
  const load = async (url: string, form?: URLSearchParams): Promise<Shown> => {
    const { origin } = new URL(url);
    const cookies = jars.get(origin) ?? new Map<string, string>();
    jars.set(origin, cookies);
    const cookie = [...cookies].map(([name, value]) => `${name}=${value}`).join('; ');
    const sent = form ? { method: 'POST', body: form } : {};
    const response = await ask(url, { ...sent, headers: { cookie, ...(form && { origin }) }, redirect: 'manual' });
    for (const line of response.headers.getSetCookie()) {
      const [name = '', value = ''] = (line.split(';', 1)[0] ?? '').split('=');
      cookies.set(name, value);
    }
    const location = response.headers.get('location');
    if (location !== null) return load(new URL(location, url).href);
    return { status: response.status, url, html: await response.text() };
  };
  return {
    open: (address) => load(address),
    async follow(address) {
      const { origin, pathname, hash } = new URL(address);
      await load(`${origin}${pathname}`);
      return load(`${origin}${pathname}`, new URLSearchParams({ fragment: hash }));
    },
    send({ url, html }, action, fields) {
      const hidden = [...html.matchAll(HIDDEN)].map(([, name = '', value = '']) => [name, value] as const);
      return load(new URL(action, url).href, new URLSearchParams({ ...Object.fromEntries(hidden), ...fields }));
    },
    async goOn({ url, html }) {
      const onward = REFRESH.exec(html)?.[1];
      if (onward === undefined) throw new Error(`The page at ${new URL(url).pathname} leads nowhere`);
      return load(onward.replaceAll('&amp;', '&'));
    },
  };
}
