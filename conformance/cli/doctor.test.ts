import { readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { openWorld, parsed } from './world.js';

const GOOD_CLOCK = '✓ this computer’s clock agrees with plex.tv’s\n';

test('doctor goes from plex.tv and the clock over what is held to every server', async () => {
  await using world = await openWorld();
  await world.signIn('alice');
  const [attic, cellar] = world.standIn.servers;
  const { code, stdout, stderr } = await world.run(['doctor']);
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  expect(stdout.replace(/(?<=client identifier )[\da-f-]{36}/, 'ID')).toBe(
    [
      `✓ plex.tv (${world.standIn.url}) answers`,
      '✓ this computer’s clock agrees with plex.tv’s',
      '✓ profile default: kept in ~/.config/ticketstub, sealed with a key file there',
      '    a backup without the key file opens nothing; who reads the folder opens all',
      '    client identifier ID',
      '✓ held: account token, got just now',
      '    plex.tv: works',
      '    Attic: works',
      '    Cellar: works',
      '✓ plex.tv takes the token: signed in as alice-attic',
      `✓ Attic answers at ${attic?.url}, and takes the token`,
      `✓ Cellar answers at ${cellar?.url}, and takes the token`,
      '',
    ].join('\n'),
  );
  expect(stdout.split('\n').filter((line) => line.length > 80)).toEqual([]);
});

test('doctor --json has one shape, whatever it finds', async () => {
  await using world = await openWorld();
  const url = world.standIn.url;
  const { code, stdout } = await world.run(['doctor', '--json']);
  expect(code).toBe(4);
  expect(parsed(stdout)).toEqual({
    healthy: false,
    findings: [
      { about: 'plex.tv', state: 'good', words: `plex.tv (${url}) answers`, details: [], next: null },
      {
        about: 'clock',
        state: 'good',
        words: 'this computer’s clock agrees with plex.tv’s',
        details: [],
        next: null,
      },
      { about: 'credentials', state: 'bad', words: 'nobody is signed in', details: [], next: 'ticketstub login' },
    ],
  });
});

test.each([
  [-3_600_000, '1 hour ahead of'],
  [7_200_000, '1 hour behind'],
  [2 * 86_400_000, '1 day behind'],
])('doctor tells of a clock that is wrong: %d ms', async (ms, words) => {
  await using world = await openWorld({ startAt: Date.now() + ms });
  await world.signIn('alice');
  const { code, stdout } = await world.run(['doctor']);
  expect(code).toBe(1);
  expect(stdout).toContain(
    `✗ this computer’s clock is ${words} plex.tv’s: JWTs will be refused\n    next: set the clock, best by NTP\n`,
  );
});

test('doctor says what is kept even when nobody answers', async () => {
  await using world = await openWorld();
  await world.signIn('alice');
  const { url } = world.standIn;
  await world.standIn.close();
  const { code, stdout } = await world.run(['doctor']);
  expect(code).toBe(1);
  expect(stdout).toContain(`✗ plex.tv (${url}) does not answer\n    next: ticketstub dev, or unset PLEX_URL\n`);
  expect(stdout).toContain('✓ held: account token');
});

test('doctor says why a server answers 401, and what to do about it', async () => {
  await using world = await openWorld();
  await world.signIn('alice');
  await world.signIn('dana', '--profile', 'dana');
  world.standIn.control.failNext({ operation: 'getTransientToken', status: 401, times: 20 });
  const own = await world.run(['doctor']);
  expect(own.code).toBe(0);
  expect(own.stdout).toContain(
    '! Attic answers 401: it lost touch with plex.tv, or was claimed anew\n' +
      '    next: sign the server in again, in its settings\n',
  );
  const { stdout } = await world.run(['doctor', '--profile', 'dana']);
  expect(stdout).toContain('    next: ask its owner to sign the server in again\n');
});

test('doctor says of a device key that servers take no JWT', async () => {
  await using world = await openWorld();
  const login = world.start(['login', '--device', '--code']);
  const [, code = ''] = await login.printed(/Type (\w{4}) at/);
  world.standIn.control.claimPin({ code, person: 'dana' });
  await login.ended;
  const { stdout } = await world.run(['doctor']);
  expect(stdout).toMatch(/✓ held: JWT of a device key, got just now, ends in 6 days\n {4}plex\.tv: works\n/);
  expect(stdout).toMatch(/✓ held: token of one server, got just now\n {4}Attic: works\n/);
  expect(stdout).toContain('✓ Attic answers at ');
});

test('doctor tells whoever has to sign in again to do so', async () => {
  await using world = await openWorld();
  await world.signIn('alice', '--profile', 'work');
  world.standIn.control.breach('alice');
  const { code, stdout } = await world.run(['doctor', '--profile', 'work']);
  expect(code).toBe(1);
  expect(stdout).toContain('✗ plex.tv does not take the token any more\n    next: ticketstub login --profile work\n');
  expect(await world.run(['whoami', '--profile', 'work'])).toEqual({
    code: 4,
    stdout: '',
    stderr:
      '✗ this sign-in has ended: a new password, or the device was signed out\n' +
      '  next: ticketstub login --profile work\n',
  });
});

test('doctor says of credentials that are damaged that they are, with the rest looked at all the same', async () => {
  await using world = await openWorld();
  await world.signIn('alice');
  const folder = join(world.home, '.config/ticketstub');
  const names = await readdir(folder, { recursive: true });
  for (const name of names.filter((one) => one.endsWith('.jsonl'))) await writeFile(join(folder, name), 'rubbish\n');
  const { code, stdout } = await world.run(['doctor']);
  expect(code).toBe(1);
  expect(stdout).toBe(
    `✓ plex.tv (${world.standIn.url}) answers\n${GOOD_CLOCK}✗ what is kept here is damaged\n` +
      '    next: ticketstub logout, then ticketstub login\n',
  );
});

test('doctor looks at PLEX_TOKEN when there is one', async () => {
  await using world = await openWorld();
  const good = await world.run(['doctor'], { env: { PLEX_TOKEN: world.standIn.people.dana.token } });
  expect(good.code).toBe(0);
  expect(good.stdout).toContain(`${GOOD_CLOCK}! PLEX_TOKEN is set, and goes before whatever is kept\n`);
  expect(good.stdout).toContain('✓ Attic answers at ');
  const wrong = await world.run(['doctor'], { env: { PLEX_TOKEN: 'hush-hush' } });
  expect(wrong.code).toBe(1);
  expect(wrong.stdout).toContain(
    '✗ plex.tv does not take the token any more\n    next: unset PLEX_TOKEN, or set it to a token that works\n',
  );
  expect(wrong.stdout).not.toContain('hush');
});
