import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { type SeedInput, type SeedPersonInput, StandInError, startStandIn } from '../src/index.js';

const zoe: SeedPersonInput = {
  id: 7,
  uuid: '0000000000000007',
  username: 'zoe',
  title: 'Zoe',
  email: 'zoe@example.com',
  password: 'zoe-secret',
  clientIdentifier: 'zoes',
};

const shed = { name: 'Shed', machineIdentifier: 'f'.repeat(40), version: '1.43.0', owner: 'zoe' };

async function complaints(seed: unknown): Promise<string[]> {
  const error: unknown = await startStandIn({ listen: false, seed: JSON.parse(JSON.stringify(seed)) }).catch(
    (reason: unknown) => reason,
  );
  if (!(error instanceof StandInError) || error.code !== 'INVALID_SEED') throw error;
  return error.mistakes.map(({ path }) => path);
}

test('a seed of one’s own takes the place of the cast, its passwords hashed at the start', async () => {
  const seed: SeedInput = { people: { zoe: { ...zoe, account: { country: 'IS' } } }, servers: [shed] };
  const standIn = await startStandIn({ listen: false, seed });
  onTestFinished(() => standIn.close());
  expect(Object.keys(standIn.people)).toEqual(['zoe']);
  const response = await standIn.fetch('https://plex.tv/api/v2/users/signin', {
    method: 'POST',
    headers: { accept: 'application/json', 'X-Plex-Client-Identifier': 'c' },
    body: new URLSearchParams({ login: 'zoe', password: 'zoe-secret' }),
  });
  expect(response.status).toBe(201);
  expect(await response.json()).toMatchObject({ id: 7, country: 'IS' });
  const token = standIn.people['zoe']?.serverTokens[shed.machineIdentifier] ?? '';
  expect((await standIn.fetch(`${standIn.servers[0]?.url}/`, { headers: { 'X-Plex-Token': token } })).status).toBe(200);
});

test('a seed is read from a JSON file', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'standin-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  const path = join(folder, 'seed.json');
  await writeFile(path, JSON.stringify({ people: { zoe }, servers: [shed] }));
  const standIn = await startStandIn({ listen: false, seed: path });
  await standIn.close();
  await writeFile(path, '{"people": {"zoe": {"password": "zoe-secret",,');
  const failure = startStandIn({ listen: false, seed: path });
  await expect(failure).rejects.toMatchObject({ code: 'INVALID_SEED' });
  await expect(failure).rejects.not.toThrow(/zoe-secret/);
  await expect(startStandIn({ seed: join(folder, 'none.json') })).rejects.toMatchObject({ code: 'INVALID_SEED' });
});

test.each([
  ['no people', { servers: [] }, ['people']],
  ['a strange member', { people: { zoe: { ...zoe, age: 4 } }, servers: [] }, ['people.zoe']],
  [
    'a bad uuid and id',
    { people: { zoe: { ...zoe, uuid: 'x', id: 0 } }, servers: [] },
    ['people.zoe.id', 'people.zoe.uuid'],
  ],
  ['a bad key', { people: { 'Zoe!': zoe }, servers: [] }, ['people.Zoe!']],
  [
    'somebody twice',
    { people: { zoe, zed: zoe }, servers: [] },
    ['id', 'uuid', 'username', 'email'].map((m) => `people.zed.${m}`),
  ],
  [
    'a username that is another’s e-mail',
    {
      people: {
        zoe,
        zed: { ...zoe, id: 8, uuid: '0000000000000008', username: 'ZOE@example.com', email: 'zed@example.com' },
      },
      servers: [],
    },
    ['people.zed.username'],
  ],
  ['no e-mail', { people: { zoe: { ...zoe, email: '' } }, servers: [] }, ['people.zoe.email']],
  ['a Home without admin', { people: { zoe: { ...zoe, home: 'adult' } }, servers: [] }, ['people']],
  [
    'a managed user with a password',
    { people: { zoe: { ...zoe, home: 'managed' } }, servers: [] },
    ['people.zoe.password', 'people'],
  ],
  [
    'a hash without password',
    { people: { zoe: { ...zoe, password: undefined, passwordHash: '$scrypt$ln=10,r=8,p=1$AA$AA' } }, servers: [] },
    ['people.zoe.password'],
  ],
  [
    'a hash that is none',
    { people: { zoe: { ...zoe, passwordHash: 'plain' } }, servers: [] },
    ['people.zoe.passwordHash'],
  ],
  [
    'a token laid over',
    { people: { zoe: { ...zoe, account: { authToken: 'x' } } }, servers: [] },
    ['people.zoe.account'],
  ],
  ['an owner nobody knows', { people: { zoe }, servers: [{ ...shed, owner: 'zed' }] }, ['servers.0.owner']],
  [
    'a share with the owner, a stranger and somebody twice',
    { people: { zoe }, servers: [{ ...shed, sharedWith: ['zoe', 'zed', 'zed'] }] },
    ['servers.0.sharedWith.0', 'servers.0.sharedWith.1', 'servers.0.sharedWith.2', 'servers.0.sharedWith.2'],
  ],
  ['one server twice', { people: { zoe }, servers: [shed, shed] }, ['servers.1', 'servers.1']],
  [
    'a name that the database would cut or change',
    {
      people: { zoe: { ...zoe, username: 'zo\0e', title: 'Zo\ud83d', friendlyName: '\ude00', clientIdentifier: '\0' } },
      servers: [{ ...shed, name: 'Sh\0ed', providers: [{ identifier: 'a\0b', name: '\ud83d' }] }],
    },
    [
      ...['username', 'title', 'friendlyName', 'clientIdentifier'].map((name) => `people.zoe.${name}`),
      ...['name', 'providers.0.identifier', 'providers.0.name'].map((name) => `servers.0.${name}`),
    ],
  ],
  ['a bad version', { people: { zoe }, servers: [{ ...shed, version: 'new' }] }, ['servers.0.version']],
])('a seed with %s is refused, each mistake with its path', async (_, seed, paths) => {
  expect(await complaints(seed)).toEqual(paths);
});

test('options that cannot be used are named', async () => {
  const options: object = { port: 70_000, hostname: '', publicURL: 'ftp://x', colour: 'red' };
  const failure = startStandIn(options);
  await expect(failure).rejects.toMatchObject({ code: 'INVALID_OPTIONS' });
  await expect(failure).rejects.toThrow(/port: .*\n.*hostname: .*\n.*publicURL: .*\n.*colour/s);
});

test('a member of the account that no answer could carry is named with its path', async () => {
  const ring: Record<string, unknown> = {};
  ring['self'] = ring;
  const account = { huge: 1n, ring, profile: { 'two words': 1, lists: [{ ok: null }, undefined] }, when: new Date(0) };
  const failure: unknown = await startStandIn({
    listen: false,
    seed: { people: { zoe: { ...zoe, account } }, servers: [] },
  }).catch((reason: unknown) => reason);
  expect(failure).toMatchObject({
    code: 'INVALID_SEED',
    mistakes: ['huge', 'ring.self', 'profile.two words', 'profile.lists.1', 'when'].map((path) => ({
      path: `people.zoe.account.${path}`,
    })),
  });
});

test('a person’s name that cannot be one is told so', async () => {
  const failure = startStandIn({ listen: false, seed: { people: { 'Zoe Z': zoe }, servers: [] } });
  await expect(failure).rejects.toThrow('people.Zoe Z: expected a name such as alice');
});

test('a username of any alphabet signs in, in any case [sign-in.login-case]', async () => {
  const standIn = await startStandIn({
    listen: false,
    seed: { people: { zoe: { ...zoe, username: 'Зоя-Ä' } }, servers: [] },
  });
  onTestFinished(() => standIn.close());
  for (const login of ['Зоя-Ä', 'зОЯ-ä']) {
    const response = await standIn.fetch('https://plex.tv/api/v2/users/signin', {
      method: 'POST',
      headers: { 'X-Plex-Client-Identifier': 'c' },
      body: new URLSearchParams({ login, password: 'zoe-secret' }),
    });
    expect(response.status).toBe(201);
  }
});
