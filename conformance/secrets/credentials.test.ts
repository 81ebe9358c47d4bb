import { type CredentialStore, errors, memoryStore, PlexAPI } from '@ticketstub/sdk';
import { startStandIn } from '@ticketstub/standin';
import { expect, test } from 'vitest';
import { rejection } from '../sdk-against-standin/four-calls.js';
import { shown } from './canaries.js';

/** A store that remembers every secret that was ever in it. */
function rememberingStore(secrets: Set<string>): CredentialStore {
  const store = memoryStore();
  const collect = (value: unknown, name = ''): void => {
    if (typeof value === 'string' && (name === 'token' || name === 'd')) secrets.add(value);
    if (typeof value === 'object' && value !== null)
      for (const [member, inner] of Object.entries(value)) collect(inner, member);
  };
  const write = store.write.bind(store);
  return Object.assign(store, {
    write: (...args: Parameters<typeof write>) => {
      collect(args[1]);
      return write(...args);
    },
  });
}

test('no token, key or PIN is in anything that credentials show, say, log or throw', async () => {
  await using standIn = await startStandIn({ listen: false });
  const { people, control } = standIn;
  const [attic] = standIn.servers;
  const server = attic?.machineIdentifier ?? '';
  const secrets = new Set<string>([people.alice.password, people.carla.pin ?? '', people.alice.pin ?? '']);
  const seen: unknown[] = [];
  const see = (what: unknown): void => void seen.push(what);
  let outage = false;
  const plex = new PlexAPI({
    clientID: 'an-installation',
    fetch: (url, init) => (outage ? Promise.reject(new TypeError(`no route ${url}`)) : standIn.fetch(url, init)),
    clock: { now: () => standIn.clock.now(), sleep: async (ms) => control.advanceClock(ms) },
    debugLogger: { debug: see },
  });
  const store = rememberingStore(secrets);
  const alice = plex.credentials.open({ store, name: 'alice', onSignInAgain: see, onStoreError: see });
  const { email: login, password } = people.alice;
  await alice.adopt(await plex.signIn({ login, password }));
  await alice.addKey();
  const jwt = await alice.for();
  await alice.for({ server });
  await alice.for({ server, as: people.carla.uuid }, { pin: people.carla.pin });
  await alice.tryJwt(server, attic?.url ?? '');
  const source = alice.source({ server });
  for (const object of [plex.credentials, alice, source, plex.withToken(source), store]) see(object);
  see(await alice.explain());
  const places = ['plex.tv', { server }, { server: 'f'.repeat(40) }, { as: people.dana.uuid }] as const;
  const attempts = (): readonly (() => Promise<unknown>)[] => [
    ...places.map((place) => () => alice.for(place)),
    () => alice.for({ as: people.carla.uuid }, { pin: '0000' }),
    ...[...secrets].flatMap((accessToken) => [
      () => alice.refused(accessToken, { server }),
      () => alice.refused(accessToken),
      () => alice.adopt({ accessToken }),
      () => alice.adopt({ accessToken, account: { uuid: 'another' } }),
    ]),
    () => alice.addKey(),
    () => alice.tryJwt(server, attic?.url ?? ''),
    () => alice.tryJwt(server, `https://${jwt.accessToken}@attic.example/?X-Plex-Token=${jwt.accessToken}`),
    () => plex.withToken(alice.source()).authentication.getTokenDetails(),
  ];
  const settle = async (): Promise<void> => {
    for (const attempt of attempts()) see(await rejection(attempt()));
    see(await alice.explain());
  };
  await settle();
  control.advanceClock(8 * 86_400_000);
  outage = true;
  await settle();
  outage = false;
  control.advanceClock(3_600_000);
  control.removeDevice({ person: 'alice', clientIdentifier: jwt.clientID });
  await settle();
  control.breach('alice');
  await settle();
  const stop = new AbortController();
  await store.write('damaged/account', {
    schema: 1,
    kind: 'account-token',
    clientID: 'any',
    token: { token: 'hidden-in-what-is-damaged' },
  });
  const onError = (failure: unknown): void => {
    see(failure);
    stop.abort();
  };
  await plex.credentials.keep({ store, signal: stop.signal, onError });
  const odd = seen.filter(
    (what) =>
      what instanceof Error &&
      !(what instanceof errors.TicketstubError) &&
      !(what instanceof errors.InvalidArgumentError),
  );
  expect(odd).toEqual([]);
  const texts = seen.map(shown);
  expect(texts.length).toBeGreaterThan(60);
  expect(secrets.size).toBeGreaterThan(6);
  const held = [...secrets].filter((secret) => secret.length > 4);
  expect(texts.filter((text) => held.some((secret) => text.includes(secret)))).toEqual([]);
});
