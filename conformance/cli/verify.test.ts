import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { type Ended, openWorld, parsed, type World } from './world.js';

/** A JWT of somebody who signs in with a device key. */
async function jwtOf(world: World): Promise<string> {
  const login = world.start(['login', '--device', '--code']);
  const [, code = ''] = await login.printed(/Type (\w{4}) at/);
  world.standIn.control.claimPin({ code, person: 'dana' });
  await login.ended;
  return (await world.run(['token'])).stdout.trim();
}

/** Puts the published keys into a file. */
async function saveKeys({ home, standIn }: World): Promise<string> {
  const path = join(home, 'keys.json');
  await writeFile(path, await (await fetch(`${standIn.endpoints.clients}/auth/keys`)).text());
  return path;
}

const verify = (world: World, jwt: string, ...flags: string[]): Promise<Ended> =>
  world.run(['verify', ...flags], { stdin: `${jwt}\n` });

test('verify says whose a JWT is, by the keys that plex.tv publishes', async () => {
  await using world = await openWorld();
  const jwt = await jwtOf(world);
  const { code, stdout } = await verify(world, jwt);
  expect(code).toBe(0);
  expect(stdout).toMatch(
    /^✓ Plex signed it, and it is in its time\.\n {2}for +da4a0+4\n {2}client id +[\da-f-]{36} \(not checked: see --client-id\)\n {2}issued +just now\n {2}ends in +6 days\n$/,
  );
  const json = await verify(world, jwt, '--json');
  expect(parsed(json.stdout)).toEqual({
    valid: true,
    uuid: 'da4a000000000004',
    username: null,
    clientID: expect.stringMatching(/^[\da-f-]{36}$/),
    clientIDChecked: false,
    issuedAt: expect.stringMatching(/Z$/),
    expiresAt: expect.stringMatching(/Z$/),
  });
  expect(json.stdout + stdout).not.toContain(jwt);
});

test('verify --keys asks nobody', async () => {
  await using world = await openWorld();
  const jwt = await jwtOf(world);
  const keys = await saveKeys(world);
  await world.standIn.close();
  expect((await verify(world, jwt, '--keys', keys)).code).toBe(0);
  expect((await verify(world, jwt)).stderr).toContain('cannot be reached');
});

test('verify refuses what is signed wrongly, for somebody else, or over, and says which', async () => {
  await using world = await openWorld();
  const jwt = await jwtOf(world);
  const [head = '', payload = '', signature = ''] = jwt.split('.');
  const forged = [head, payload, `${signature.startsWith('A') ? 'B' : 'A'}${signature.slice(1)}`].join('.');
  expect(await verify(world, forged)).toEqual({
    code: 1,
    stdout: '',
    stderr:
      '✗ the token is refused: the signature is not that of the key it names\n' +
      '  next: do not trust whoever showed it\n',
  });
  expect((await verify(world, jwt, '--client-id', 'another')).stderr).toContain('it is for another client identifier');
  world.standIn.control.rotateSigningKey('drop');
  expect((await verify(world, jwt)).stderr).toContain('Plex has not published the key that signed it');
});

test('verify says of a token whose time is over that this is all', async () => {
  await using world = await openWorld({ startAt: Date.now() - 30 * 86_400_000 });
  // The stand-in’s clock is a month behind: what it signs has ended by the clock of the command.
  const login = world.start(['login', '--device', '--code', '--json']);
  const [, code = ''] = await login.printed(/Type (\w{4}) at/);
  world.standIn.control.claimPin({ code, person: 'dana' });
  await login.ended;
  const { stdout } = await world.run(['token']);
  const { code: ending, stderr } = await verify(world, stdout.trim(), '--json');
  expect(ending).toBe(1);
  expect(parsed(stderr)).toEqual({
    error: {
      code: 'TOKEN_EXPIRED',
      message: 'the token is refused: its time is over',
      next: 'ticketstub token, which renews it',
    },
  });
});

test('verify reads one JWT from stdin, and a JWK set from the file', async () => {
  await using world = await openWorld();
  const { token } = world.standIn.people.alice;
  const opaque = await verify(world, token);
  expect(opaque.stderr).toBe(
    '✗ this is no JWT of an account, and only plex.tv can verify anything else\n' +
      '  next: PLEX_TOKEN=… ticketstub whoami\n',
  );
  expect((await verify(world, '')).code).toBe(2);
  const jwt = await jwtOf(world);
  expect((await verify(world, jwt, '--keys', join(world.home, 'nothing'))).stderr).toContain(
    'there is no file of keys',
  );
  const path = join(world.home, 'notes.txt');
  await writeFile(path, 'no keys');
  const { code, stderr } = await verify(world, jwt, '--keys', path);
  expect(code).toBe(2);
  expect(stderr).toContain(`${path} holds no JWK set`);
  expect(await readFile(path, 'utf8')).toBe('no keys');
});
