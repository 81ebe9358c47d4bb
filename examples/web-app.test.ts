import { once } from 'node:events';
import { PlexAPI } from '@ticketstub/sdk';
import { type StandIn, startStandIn } from '@ticketstub/standin';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { serverByHand } from './web-app-by-hand.js';
import { worker } from './web-app-worker.js';
import { webApp } from './web-app.js';

const KEY = Buffer.alloc(32, 7).toString('base64url');
const client = { clientID: 'ticketstub-examples', clientName: 'Examples' };
let standIn: StandIn;

beforeEach(async () => {
  standIn = await startStandIn({ listen: false });
});

afterEach(() => standIn.close());

/** What Plex's page is told, claimed by Dana: where it sends the browser, with the cookies it has by then. */
function signInAsDana(begun: { location: string; cookies: string[] }): {
  forwardURL: string;
  headers: { cookie: string };
} {
  const said = new URLSearchParams(new URL(begun.location).hash.slice(2));
  standIn.control.claimPin({ code: said.get('code') ?? '', person: 'dana' });
  const cookie = begun.cookies.map((header) => header.split(';')[0]).join('; ');
  return { forwardURL: said.get('forwardUrl') ?? '', headers: { cookie } };
}

function begunBy({ headers }: Response): { location: string; cookies: string[] } {
  return { location: headers.get('location') ?? '', cookies: headers.getSetCookie() };
}

test('webApp greets whoever signed in', async () => {
  const origin = 'https://app.example';
  const app = webApp(new PlexAPI({ ...client, fetch: standIn.fetch }), { origin, keys: [KEY] });
  const page = await app(new Request(origin));
  await expect(page.text()).resolves.toContain('data-plex-sign-in');
  const { forwardURL, headers } = signInAsDana(begunBy(await app(new Request(`${origin}/sign-in?return-to=/`))));
  const back = begunBy(await app(new Request(forwardURL, { headers })));
  expect(back.location).toBe('https://app.example/');
  const cookie = back.cookies[0]?.split(';')[0] ?? '';
  const greeting = await app(new Request(origin, { headers: { cookie } }));
  await expect(greeting.text()).resolves.toMatch(/Hello, dana-/);
});

test('serverByHand signs a person in once', async () => {
  const plex = new PlexAPI({ ...client, fetch: standIn.fetch });
  const origin = 'https://app.example';
  const server = serverByHand(plex, { origin, keys: [KEY] }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  try {
    const address = server.address();
    if (address === null || typeof address === 'string') throw new Error('no port');
    const here = `http://127.0.0.1:${address.port}`;
    const begun = await fetch(`${here}/sign-in`, { redirect: 'manual' });
    const { forwardURL, headers } = signInAsDana(begunBy(begun));
    const back = (): Promise<string> =>
      fetch(forwardURL.replace(origin, here), { headers }).then((response) => response.text());
    await expect(back()).resolves.toBe('You are signed in');
    await expect(back()).resolves.toBe('Not signed in: invalid');
  } finally {
    server.close();
  }
});

test('worker signs a person in once, however many Workers there are', async () => {
  const attempts = new Set<unknown>();
  const DB = {
    prepare: () => ({
      bind: (attempt: unknown) => ({
        run: () => Promise.resolve({ meta: { changes: attempts.has(attempt) ? 0 : attempts.add(attempt).size } }),
      }),
    }),
  };
  const env = { SEAL_KEY: KEY, DB };
  const [one, two] = [worker({ ...client, fetch: standIn.fetch }), worker({ ...client, fetch: standIn.fetch })];
  const begun = begunBy(await one.fetch(new Request('https://app.example/sign-in'), env));
  const { forwardURL, headers } = signInAsDana(begun);
  await expect(two.fetch(new Request(forwardURL, { headers }), env)).resolves.toMatchObject({ status: 303 });
  await expect(one.fetch(new Request(forwardURL, { headers }), env)).resolves.toMatchObject({ status: 400 });
});
