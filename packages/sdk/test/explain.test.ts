import { describe, expect, test } from 'vitest';
import {
  type AccountTokenCredential,
  type Credential,
  type DeviceKeyCredential,
  type HeldToken,
  memoryStore,
  type PersonCredentials,
  PlexAPI,
} from '../src/index.js';
import { movableClock } from './movable-clock.js';
import { DAY, HOUR, MINUTE, NOW } from './plan-world.js';
import { respond } from './scene.js';

const INSTALLATION = 'a7d0';

/** What a person has stored, if anything. */
interface Stored {
  readonly account?: Partial<AccountTokenCredential>;
  readonly key?: Partial<DeviceKeyCredential>;
  readonly tokens?: readonly HeldToken[];
  readonly session?: Record<string, unknown>;
}

const server = (change: Partial<HeldToken> = {}): HeldToken => ({
  kind: 'server',
  token: 'canary-server-token',
  clientID: INSTALLATION,
  server: 'loft',
  ...change,
});

/** Their credentials, of which plex.tv takes all. */
async function open({ account, key, tokens, session }: Stored, clientID = INSTALLATION): Promise<PersonCredentials> {
  const clock = movableClock(NOW);
  const plex = new PlexAPI({ clientID, clock, fetch: () => Promise.resolve(respond({ body: {} })) });
  const store = memoryStore({ clock });
  const whole = { schema: 1, clientID: INSTALLATION, issuedAt: NOW - 3 * DAY };
  const parts: Record<string, Credential | undefined> = {
    account: account && { ...whole, kind: 'account-token', token: 'canary-account-token', ...account },
    key: key && { ...whole, kind: 'device-key', clientID: 'key-device', kid: 'canary-kid', ...key },
    session: {
      schema: 1,
      kind: 'session',
      clientID: INSTALLATION,
      self: 'alice-uuid',
      switchClientID: 'b3',
      tokens: tokens ?? [],
      servers: [{ at: NOW - HOUR, owned: ['attic'], shared: ['loft'] }],
      jwtTrials: [],
      ...session,
    },
  };
  for (const [part, credential] of Object.entries(parts))
    if (credential) await store.write(`alice/${part}`, credential);
  return plex.credentials.open({ store, name: 'alice' });
}

const jwt = { token: 'canary-jwt', expiresAt: NOW + 4 * DAY + HOUR };

test('whose credentials they are is told of an ended sign-in, and a key of one that has no JWT yet', async () => {
  const ended = await open({ account: { owner: 'bruno-uuid', endedAt: NOW - HOUR }, session: { self: undefined } });
  expect(await ended.explain()).toMatchObject({ person: 'bruno-uuid', hasKey: false, tokens: [] });
  const fresh = await open({ key: {}, session: { self: undefined } });
  expect(await fresh.explain()).toMatchObject({ person: undefined, hasKey: true, tokens: [] });
});

describe('an explanation', () => {
  test('says in words what is held and where it works', async () => {
    const alice = await open({ account: { owner: 'alice-uuid' }, key: jwt, tokens: [server()] });
    const { text, name, clientID, warnings } = await alice.explain();
    expect({ name, clientID, warnings }).toEqual({ name: 'alice', clientID: INSTALLATION, warnings: [] });
    expect(text.split('\n')).toEqual([
      'alice: client identifier a7d0',
      'opaque account token of alice-uuid (client identifier a7d0, got 3 days ago)',
      '  plex.tv: works',
      '  attic: works',
      '  loft: it opens the whole account, and this is somebody else’s server',
      'JWT of a device key (client identifier key-device, got 3 days ago, ends in 4 days)',
      '  plex.tv: works',
      '  attic: it is a JWT, and this server has not been seen to take one of late',
      '  loft: it opens the whole account, and this is somebody else’s server',
      'server’s own token (client identifier a7d0)',
      '  plex.tv: it is one server’s own, and not this one’s',
      '  attic: it is one server’s own, and not this one’s',
      '  loft: works',
      'Device key: gets JWTs',
    ]);
  });

  test('says the same as data', async () => {
    const alice = await open({ account: {} });
    const [account] = (await alice.explain()).tokens;
    expect(account).toEqual({
      kind: 'account',
      clientID: INSTALLATION,
      owner: undefined,
      issuedAt: NOW - 3 * DAY,
      expiresAt: undefined,
      places: [
        { at: 'plex.tv', fit: 'works', words: 'works' },
        { at: 'attic', fit: 'works', words: 'works' },
        {
          at: 'loft',
          fit: 'not-their-server',
          words: 'it opens the whole account, and this is somebody else’s server',
        },
      ],
    });
  });

  test('says that nothing is held', async () => {
    const { text, tokens } = await (await open({})).explain();
    expect(text).toBe('alice: client identifier a7d0\nNothing is held');
    expect(tokens).toEqual([]);
  });

  test('says that plex.tv knows a key no more', async () => {
    const { text } = await (await open({ key: { endedAt: NOW - HOUR } })).explain();
    expect(text).toBe('alice: client identifier a7d0\nDevice key: plex.tv knows it no more');
  });

  test('speaks of a Home token where its person goes, and of a token of one more server there too', async () => {
    const home: HeldToken = { kind: 'home', token: 'canary-home-token', clientID: 'b3', owner: 'carla-uuid' };
    const transient = server({ kind: 'transient', token: 'transient-canary', server: 'barn', issuedAt: NOW - HOUR });
    const servers = [{ person: 'carla-uuid', at: NOW, owned: [], shared: ['cellar'] }];
    const { text } = await (await open({ tokens: [home, transient], session: { servers } })).explain();
    expect(text.split('\n')).toEqual([
      'alice: client identifier a7d0',
      'token of a Home switch of carla-uuid (client identifier b3)',
      '  plex.tv: works',
      '  cellar: it opens the whole account, and this is somebody else’s server',
      'transient token (client identifier a7d0, got 1 hour ago)',
      '  plex.tv: it is one server’s own, and not this one’s',
      '  barn: works',
    ]);
  });

  test('says that a server has refused a token', async () => {
    const alice = await open({ tokens: [server()] });
    await alice.explain();
    await alice.refused('canary-server-token', { server: 'loft' });
    expect((await alice.explain()).text).toContain('  loft: the server answered 401 a moment ago');
  });

  test.each([
    { when: 'its time is over', token: server({ expiresAt: NOW }), words: '  loft: its time is over' },
    { when: 'its time is over', token: server({ expiresAt: NOW }), words: ', ended)' },
    {
      when: 'plex.tv refused it',
      token: server({ kind: 'home', server: undefined, refusals: [{ by: 'plex.tv', at: NOW }] }),
      words: '  plex.tv: plex.tv knows it no more',
    },
  ])('says of a token that $when', async ({ token, words }) => {
    expect((await (await open({ tokens: [token] })).explain()).text).toContain(words);
  });

  test('says that nobody has asked of late whose servers there are', async () => {
    const servers = [{ at: NOW - 8 * DAY, owned: ['attic'], shared: [] }];
    const { text } = await (await open({ account: {}, session: { servers } })).explain();
    expect(text).toContain('  attic: nobody has asked of late whose server this is');
  });

  test.each([
    { ago: 0, words: 'got less than a minute ago' },
    { ago: MINUTE, words: 'got 1 minute ago' },
    { ago: 59 * MINUTE, words: 'got 59 minutes ago' },
    { ago: HOUR, words: 'got 1 hour ago' },
    { ago: 47 * HOUR, words: 'got 1 day ago' },
    { ago: 48 * HOUR, words: 'got 2 days ago' },
  ])('tells an age by its largest unit: $words', async ({ ago, words }) => {
    expect((await (await open({ account: { issuedAt: NOW - ago } })).explain()).text).toContain(words);
  });
});

describe('a warning', () => {
  const copied = '3381b62b-9ab7-4e37-827b-203e9809eb58';

  test.each([copied, copied.toUpperCase(), 'abc123', 'gcgzw5rz2xovp84b4vha3a40'])(
    'is given of a client identifier that documentation shows: %s',
    async (clientID) => {
      const { warnings, text } = await (await open({}, clientID)).explain();
      expect(warnings).toEqual([
        'the client identifier is one that documentation shows: installationID makes one of your own',
      ]);
      expect(text).toContain(`\nWarning: ${warnings[0]}`);
    },
  );

  test('is given of a key whose first JWT would end the opaque token', async () => {
    const shared = { clientID: INSTALLATION, issuedAt: undefined };
    const { warnings } = await (await open({ account: {}, key: shared })).explain();
    expect(warnings).toEqual([
      'the device key shares the opaque token’s client identifier: its first JWT will end that token',
    ]);
  });

  test.each([
    { when: 'its key has had a JWT', key: { clientID: INSTALLATION } },
    { when: 'its key has a client identifier of its own', key: { issuedAt: undefined } },
  ])('of that is not given when $when', async ({ key }) => {
    expect((await (await open({ account: {}, key })).explain()).warnings).toEqual([]);
  });

  test('is given of an account token of another client identifier', async () => {
    const { warnings } = await (await open({ account: { clientID: 'another' } })).explain();
    expect(warnings).toEqual(['the account token belongs to another client identifier than this client’s']);
  });
});

test('no token, nor a part of one, is in an explanation', async () => {
  const [opaque, signed, kid, own, ofHome, d] = ['xQ7vKz', 'Jw9RbT', 'Lm4GpY', 'Zs8NfC', 'Hk2DqV', 'Uy6WjB'].map(
    (part) => `${part}${part.toLowerCase()}${part.toUpperCase()}`,
  );
  const home: HeldToken = { kind: 'home', token: `${ofHome}`, clientID: 'b3', owner: 'carla-uuid' };
  const jwk = { kty: 'OKP', crv: 'Ed25519', x: 'public', d, kid, alg: 'EdDSA', use: 'sig' };
  const alice = await open({
    account: { token: `${opaque}` },
    key: { ...jwt, token: `${signed}`, kid: `${kid}`, jwk: Object(jwk) },
    tokens: [server({ token: `${own}` }), home],
  });
  const explanation = await alice.explain();
  expect(explanation.tokens).toHaveLength(4);
  const shown = JSON.stringify(explanation);
  const parts = [opaque, signed, kid, own, ofHome, d].flatMap((secret = '') =>
    Array.from({ length: secret.length - 3 }, (_, index) => secret.slice(index, index + 4)),
  );
  expect(parts).toHaveLength(90);
  expect(parts.filter((part) => shown.includes(part))).toEqual([]);
});
