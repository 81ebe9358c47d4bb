import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { openWorld, parsed, type World } from './world.js';

const ATTIC = 'a771c0000000000000000000000000000000a771';
const CELLAR = 'ce11a00000000000000000000000000000000ce1';

/** Where a profile remembers its default server. */
const profileAt = ({ home, standIn }: World): string =>
  join(home, '.config/ticketstub/profiles', `${encodeURIComponent(`default at ${standIn.url}`)}.json`);

test('whoami says who is signed in, and where that is kept', async () => {
  await using world = await openWorld();
  await world.signIn('alice');
  expect(await world.run(['whoami'])).toEqual({
    code: 0,
    stdout: 'alice-attic alice@example.com\nKept in ~/.config/ticketstub, sealed with a key file there.\n',
    stderr: '',
  });
  expect(parsed((await world.run(['whoami', '--json'])).stdout)).toEqual({
    uuid: 'a11ce00000000001',
    username: 'alice-attic',
    title: 'alice-attic',
    email: 'alice@example.com',
    from: 'vault',
    sealedWith: 'key-file',
    place: join(world.home, '.config/ticketstub'),
  });
});

test('PLEX_TOKEN goes before what is kept, says so, and gets the token that a server takes', async () => {
  await using world = await openWorld();
  const { dana } = world.standIn.people;
  await world.signIn('alice');
  const env = { PLEX_TOKEN: dana.token };
  expect((await world.run(['whoami'], { env })).stdout).toBe(
    'dana-reef dana@example.com\nThe token is that of PLEX_TOKEN, which goes before what is kept.\n',
  );
  expect(parsed((await world.run(['whoami', '--json'], { env })).stdout)).toMatchObject({
    username: 'dana-reef',
    from: 'environment',
    sealedWith: null,
    place: null,
  });
  expect((await world.run(['token'], { env })).stdout).toBe(`${dana.token}\n`);
  expect((await world.run(['token', '--for', 'attic'], { env })).stdout).toBe(`${dana.serverTokens[ATTIC]}\n`);
  expect((await world.run(['transient-token'], { env })).stdout).toMatch(/^transient-/);
});

test('a PLEX_TOKEN that plex.tv refuses ends with 4, and is not repeated', async () => {
  await using world = await openWorld();
  expect(await world.run(['whoami'], { env: { PLEX_TOKEN: 'hush-hush' } })).toEqual({
    code: 4,
    stdout: '',
    stderr: '✗ plex.tv does not take PLEX_TOKEN\n  next: unset PLEX_TOKEN, or set it to a token that works\n',
  });
});

test('token prints the token that works at plex.tv, or at a server by its name or the beginning of it', async () => {
  await using world = await openWorld();
  const { dana } = world.standIn.people;
  await world.signIn('dana');
  expect(await world.run(['token'])).toEqual({ code: 0, stdout: `${dana.token}\n`, stderr: '' });
  for (const name of ['Attic', 'attic', ' ATT', ATTIC, ATTIC.slice(0, 8)])
    expect((await world.run(['token', '--for', name])).stdout).toBe(`${dana.serverTokens[ATTIC]}\n`);
  expect(parsed((await world.run(['token', '--json'])).stdout)).toEqual({
    for: 'plex.tv',
    token: dana.token,
    isWhole: true,
  });
  expect(parsed((await world.run(['token', '--json', '--for', 'Attic'])).stdout)).toEqual({
    for: ATTIC,
    token: dana.serverTokens[ATTIC],
    isWhole: true,
  });
});

test('a server that is not there is named, and so is what lists them', async () => {
  await using world = await openWorld();
  await world.signIn('alice');
  for (const args of [
    ['token', '--for', 'Nope'],
    ['transient-token', 'Nope'],
    ['source', 'Nope'],
  ])
    expect(await world.run(args)).toEqual({
      code: 1,
      stdout: '',
      stderr: '✗ no server is called Nope\n  next: ticketstub servers\n',
    });
  // Nothing that a name holds moves the cursor.
  expect((await world.run(['source', '\u001B[2J'])).stderr).toContain('called \uFFFD[2J\n');
});

test('of several servers one has to be named, unless a login or servers --default has said which', async () => {
  await using world = await openWorld();
  await world.signIn('alice');
  const wanted = {
    code: 2,
    stdout: '',
    stderr: expect.stringContaining('there are 2 servers, and none is the default'),
  };
  expect(await world.run(['transient-token'])).toEqual(wanted);
  expect(await world.run(['source', 'provider://x'])).toEqual(wanted);
  await world.signIn('alice', '--server', 'att');
  expect((await world.run(['transient-token'])).code).toBe(0);
  expect(parsed((await world.run(['token', '--json'])).stdout)).toMatchObject({ for: ATTIC });
  expect(parsed((await world.run(['token', '--json', '--for', 'plex.tv'])).stdout)).toMatchObject({ for: 'plex.tv' });
  expect(await world.run(['servers', '--default', 'Cellar'])).toEqual({
    code: 0,
    stdout: 'The default server is Cellar.\n',
    stderr: '',
  });
  expect(parsed((await world.run(['servers', '--default', 'Cellar', '--json'])).stdout)).toEqual({
    profile: 'default',
    defaultServer: { machineIdentifier: CELLAR, name: 'Cellar' },
  });
  expect(parsed((await world.run(['token', '--json'])).stdout)).toMatchObject({ for: CELLAR });
});

test('a default server that nobody has leaves the sign-in as it is, and says so', async () => {
  await using world = await openWorld();
  const login = ['login', '--with-token', '--server', 'Nope'];
  expect(await world.run(login, { stdin: world.standIn.people.alice.token })).toEqual({
    code: 1,
    stdout: '',
    stderr:
      '✗ you are signed in as alice-attic, but no server is called Nope\n' +
      '  next: ticketstub servers, then ticketstub servers --default NAME\n',
  });
  expect((await world.run(['whoami'])).code).toBe(0);
});

test('the default server is that of a person: it ends with another’s sign-in, with the share, and with logout', async () => {
  await using world = await openWorld();
  await world.signIn('bruno', '--server', 'Attic');
  await world.signIn('bruno');
  expect(parsed((await world.run(['token', '--json'])).stdout)).toMatchObject({ for: ATTIC });
  world.standIn.control.removeAccess({ person: 'bruno', server: 'Attic' });
  expect((await world.run(['transient-token'])).stderr).toContain(
    'Attic, the default server, is not among yours any more',
  );
  await world.signIn('alice', '--server', 'Attic');
  await world.signIn('bruno');
  expect(parsed((await world.run(['token', '--json'])).stdout)).toMatchObject({ for: 'plex.tv' });
  await world.signIn('alice', '--server', 'Attic');
  await world.run(['logout', '--keep-device']);
  await world.signIn('alice');
  expect(parsed((await world.run(['token', '--json'])).stdout)).toMatchObject({ for: 'plex.tv' });
});

test('what a profile remembers holds no secret, and is named when it is damaged', async () => {
  await using world = await openWorld();
  await world.signIn('alice', '--server', 'Attic');
  const path = profileAt(world);
  expect(parsed(`${await readFile(path, 'utf8')}\n`)).toEqual({
    schema: 1,
    owner: 'a11ce00000000001',
    defaultServer: { machineIdentifier: ATTIC, name: 'Attic' },
  });
  await writeFile(path, '{');
  expect((await world.run(['token'])).stderr).toBe(
    `✗ ${path} is damaged: it does not say which server is the default\n  next: ticketstub servers --default NAME\n`,
  );
  expect((await world.run(['servers', '--default', 'Attic'])).code).toBe(0);
  expect((await world.run(['token'])).code).toBe(0);
});

test('transient-token gets a token of a server', async () => {
  await using world = await openWorld();
  await world.signIn('alice');
  const { code, stdout } = await world.run(['transient-token', 'Attic', '--json']);
  expect(code).toBe(0);
  expect(parsed(stdout)).toEqual({ for: ATTIC, token: expect.stringMatching(/^transient-/), isWhole: true });
});

test('source says how a server is reached, or a source that it knows', async () => {
  await using world = await openWorld();
  await world.signIn('alice', '--server', 'Attic');
  const [attic] = world.standIn.servers;
  const human = await world.run(['source', 'Attic']);
  expect(human).toMatchObject({ code: 0, stderr: '' });
  expect(human.stdout).toBe(`Attic  ${attic?.url}  local\nAttic  ${attic?.url}  relay\n`);
  const { stdout } = await world.run(['source', `server://${ATTIC}`, '--json']);
  expect(parsed(stdout)).toEqual({
    devices: [
      {
        name: 'Attic',
        clientIdentifier: ATTIC,
        connections: [
          { uri: attic?.url, local: true, relay: false },
          { uri: attic?.url, local: false, relay: true },
        ],
      },
    ],
  });
  expect(await world.run(['source', 'Cellar'])).toEqual({
    code: 1,
    stdout: '',
    stderr: '✗ the server knows no such source, or is too old to be asked\n  next: ticketstub servers\n',
  });
  await world.signIn('dana');
  expect(await world.run(['source', 'Attic'])).toEqual({
    code: 1,
    stdout: '',
    stderr: '✗ the server does not let you: it may let only its owner\n  next: ticketstub servers\n',
  });
});

test('a name that is one server’s goes before one that begins so, and what may be several is refused', async () => {
  const alice = { id: 7, uuid: 'a11ce00000000001', username: 'alice', title: 'alice', email: 'alice@example.com' };
  const server = { version: '1.43.4.10903-0a77ic000', owner: 'alice', sharedWith: [] };
  await using world = await openWorld({
    seed: {
      people: { alice: { ...alice, password: 'attic-lamp-41', clientIdentifier: 'alice' } },
      servers: ['Attic', 'Attica'].map((name, index) => ({
        ...server,
        name,
        machineIdentifier: `${index}`.repeat(40),
      })),
    },
  });
  await world.signIn('alice');
  expect(parsed((await world.run(['token', '--json', '--for', 'attic'])).stdout)).toMatchObject({
    for: '0'.repeat(40),
  });
  expect(await world.run(['token', '--for', 'att'])).toEqual({
    code: 1,
    stdout: '',
    stderr: '✗ att may be any of Attic, Attica\n  next: ticketstub servers\n',
  });
});
