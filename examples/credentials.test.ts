import { type CredentialStore, installationID, memoryStore, PlexAPI } from '@ticketstub/sdk';
import { startStandIn, type StandIn } from '@ticketstub/standin';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { greet, signedOut } from './after-a-forced-sign-out.js';
import { askServer } from './ask-a-server.js';
import { clientOf, keepEverybodySignedIn } from './keep-everybody-signed-in.js';
import { signInForGood } from './sign-in-for-good.js';

let standIn: StandIn;

beforeEach(async () => {
  standIn = await startStandIn({ listen: false });
  vi.stubGlobal('fetch', standIn.fetch);
});

afterEach(async () => {
  vi.unstubAllGlobals();
  await standIn.close();
});

/** Signs somebody in whom a page was shown. */
function signer(person: 'alice' | 'dana'): (address: string) => void {
  return (address) => {
    const [, code = ''] = /[&?#]code=(\w+)/.exec(address) ?? [];
    standIn.control.claimPin({ code, person });
  };
}

test('signInForGood keeps a token for each destination, and says where each works', async () => {
  const credentials = await signInForGood(memoryStore(), 'alice', signer('alice'));
  const [attic] = standIn.servers;
  const server = attic?.machineIdentifier ?? '';
  await expect(credentials.for()).resolves.toMatchObject({ kind: 'jwt' });
  await expect(credentials.for({ server })).resolves.toMatchObject({ kind: 'account' });
  const { text, warnings } = await credentials.explain();
  expect(warnings).toEqual([]);
  expect(text).toContain('it is a JWT, and this server has not been seen to take one');
});

test('askServer goes on with another token once the server takes the first no longer', async () => {
  const store = memoryStore();
  const credentials = await signInForGood(store, 'dana', signer('dana'));
  const [attic] = standIn.servers;
  if (!attic) throw new Error('there is no server');
  await expect(askServer(credentials, attic, '/')).resolves.toMatchObject({ status: 200 });
  standIn.control.breach('dana');
  const asked = askServer(credentials, attic, '/');
  await expect(asked).rejects.toMatchObject({ code: 'SIGN_IN_AGAIN' });
  await signInForGood(store, 'dana', signer('dana'));
});

test('greet sends nobody to Plex’s page while Plex is away, and everybody whose sign-in has ended', async () => {
  const store = memoryStore();
  const credentials = await signInForGood(store, 'dana', signer('dana'));
  const plex = new PlexAPI({ clientID: 'examples-greeter', retryConfig: { strategy: 'none' } });
  await expect(greet(plex, credentials)).resolves.toEqual({ hello: 'dana-reef' });
  standIn.control.failNext({ operation: 'getTokenDetails', status: 503 });
  await expect(greet(plex, credentials)).resolves.toEqual({ later: true });
  await expect(signedOut(store)).resolves.toEqual([]);
  standIn.control.breach('dana');
  await expect(greet(plex, credentials)).resolves.toMatchObject({ signIn: expect.stringContaining('code=') });
  await expect(signedOut(store)).resolves.toEqual(['dana']);
  await signInForGood(store, 'dana', signer('dana'));
  await expect(signedOut(store)).resolves.toEqual([]);
});

/** Has the tokens of keys be over, and gives them. */
async function makeDue(store: CredentialStore, names: readonly string[]): Promise<unknown[]> {
  return Promise.all(
    names.map(async (name) => {
      const { credential } = (await store.read(name)) ?? {};
      if (credential) await store.write(name, { ...credential, expiresAt: Date.now() });
      return credential?.['token'];
    }),
  );
}

test('keepEverybodySignedIn renews what is due, and tells of whom it could not', async () => {
  const store = memoryStore();
  await signInForGood(store, 'alice', signer('alice'));
  await signInForGood(store, 'dana', signer('dana'));
  standIn.control.breach('dana');
  const before = await makeDue(store, ['alice/key', 'dana/key']);
  const told: string[] = [];
  const stop = new AbortController();
  const app = { signal: stop.signal, notify: (name: string) => void told.push(name), log: () => {} };
  const plex = new PlexAPI({ clientID: await installationID(store) });
  const kept = keepEverybodySignedIn({ plex, store }, app);
  await vi.waitFor(
    async () => {
      const { credential } = (await store.read('alice/key')) ?? {};
      expect(credential?.['token']).not.toBe(before[0]);
      expect(told).toEqual(['dana']);
    },
    { timeout: 20_000 },
  );
  stop.abort();
  await kept;
  const alice = clientOf({ plex, store }, 'alice');
  await expect(alice.authentication.getTokenDetails()).resolves.toMatchObject({ statusCode: 200 });
  const dana = clientOf({ plex, store }, 'dana');
  await expect(dana.authentication.getTokenDetails()).rejects.toMatchObject({ code: 'SIGN_IN_AGAIN' });
});
