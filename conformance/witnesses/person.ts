import { createServer } from 'node:http';
import { once } from 'node:events';
import type { StandIn } from '@ticketstub/standin';
import { z } from 'zod';
import { type Browser, openBrowser, type Shown } from '../../tools/plain-browser.js';

const whoWhere = { person: z.string() };

/** Where a program sends somebody: to the address it made, or to the page on which the code it shows is typed in. */
export const visit = z.union([
  z.strictObject({ address: z.string(), ...whoWhere }),
  z.strictObject({ code: z.string(), ...whoWhere }),
]);

/** What came of it: what the page asked, and where the person was when all was done. */
export interface Visited {
  readonly asks: string;
  readonly endsAt: string;
}

/** The page of a program that people are sent back to. */
export interface ForwardPage extends AsyncDisposable {
  readonly url: string;
}

/** Opens a page for people to come back to, at a free port. */
export async function openForwardPage(): Promise<ForwardPage> {
  const server = createServer((_, response) => response.end('Welcome back'));
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const address = server.address();
  const port = typeof address === 'object' ? address?.port : undefined;
  return {
    url: `http://127.0.0.1:${port}/back?from=page`,
    async [Symbol.asyncDispose]() {
      server.close();
      server.closeAllConnections();
      await once(server, 'close');
    },
  };
}

/** Goes where a program sends a person, by plain HTTP: picks who it is, and allows what the page asks. */
export async function go(standIn: StandIn<string>, sent: z.infer<typeof visit>): Promise<Visited> {
  const played = (url: string): boolean => /^https:\/\/(?:app\.)?plex\.tv\//.test(url);
  const browser = openBrowser({ ask: (url, init) => (played(url) ? standIn.fetch(url, init) : fetch(url, init)) });
  const who = 'address' in sent ? await browser.follow(sent.address) : await typeIn(browser, sent.code);
  const asked = await browser.send(who, '/auth/sign-in', { person: sent.person });
  const asks = /<h1[^>]*>([^<]+)/.exec(asked.html)?.[1] ?? '';
  const done = await browser.send(asked, '/auth/allow', { answer: 'allow' });
  const last = 'address' in sent ? await browser.goOn(done) : done;
  return { asks, endsAt: placeOf(last) };
}

async function typeIn(browser: Browser, code: string): Promise<Shown> {
  return browser.send(await browser.open('https://plex.tv/link'), '/link', { code });
}

/** The path of a page, and its query unless that is of the moment; the status too, when it is not 200. */
function placeOf({ url, status }: Shown): string {
  const { pathname, search } = new URL(url);
  const place = pathname === '/back' ? `${pathname}${search}` : pathname;
  return status === 200 ? place : `${place} ${status}`;
}
