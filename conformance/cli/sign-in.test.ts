import { join } from 'node:path';
import { expect, test } from 'vitest';
import { countKept, nowhere, openWorld, parsed, type Running } from './world.js';

/** The code that a command shows. */
async function codeOf(running: Running): Promise<string> {
  const [, code = ''] = await running.printed(/(?:Type |[?&]code=)(\w+)/);
  return code;
}

const KEPT = 'Kept in ~/.config/ticketstub, sealed with a key file there.\n';

test('login --with-token keeps the token of another program, and says whose it is and where it is', async () => {
  await using world = await openWorld();
  const stdin = `${world.standIn.people.alice.token}\n`;
  expect(await world.run(['login', '--with-token'], { stdin })).toEqual({
    code: 0,
    stdout: `Signed in as alice-attic.\n${KEPT}`,
    stderr: '',
  });
  const { stdout } = await world.run(['login', '--with-token', '--json', '--profile', 'work'], { stdin });
  expect(parsed(stdout)).toEqual({
    uuid: 'a11ce00000000001',
    username: 'alice-attic',
    kind: 'account',
    profile: 'work',
    sealedWith: 'key-file',
    place: join(world.home, '.config/ticketstub'),
    defaultServer: null,
  });
  expect((await world.run(['token'])).stdout).toBe(stdin);
});

test('login --with-token refuses what is no token before it is sent, and repeats none', async () => {
  await using world = await openWorld();
  const refuse = async (stdin: string): Promise<string> => {
    const { code, stdout, stderr } = await world.run(['login', '--with-token'], { stdin });
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    return stderr;
  };
  expect(await refuse('')).toContain('the token is read from stdin, which is empty');
  expect(await refuse('{"token": "hush-hush"}')).not.toContain('hush');
  expect(await refuse('hush-hush\nhush-hush\n')).toContain('stdin holds no token');
  expect(world.standIn.control.requests()).toEqual([]);
  const wrong = await world.run(['login', '--with-token'], { stdin: 'hush-hush' });
  expect(wrong).toEqual({
    code: 1,
    stdout: '',
    stderr: '✗ plex.tv does not take the token that stdin holds\n  next: ticketstub login\n',
  });
  expect(await countKept(world.home)).toBe(1);
});

test('login --with-password reads the password, and a two-factor code, from stdin', async () => {
  await using world = await openWorld();
  const { alice, finn } = world.standIn.people;
  const signIn = async (login: string, stdin: string): Promise<string> => {
    const { code, stdout, stderr } = await world.run(['login', '--with-password', login], { stdin });
    return `${code} ${stdout}${stderr}`;
  };
  expect(await signIn('alice@example.com', `${alice.password}\n`)).toBe(`0 Signed in as alice-attic.\n${KEPT}`);
  expect(await signIn('alice-attic', 'wrong\n')).toBe(
    '1 ✗ the login or the password is wrong\n  next: try again, or sign in on a page: ticketstub login\n',
  );
  expect(await signIn('finn-oak', `${finn.password}\n`)).toBe(
    '2 ✗ this account has two-factor authentication, and stdin has no second line\n' +
      '  next: give the code of the moment in the second line of stdin\n',
  );
  expect(await signIn('finn-oak', `${finn.password}\n000000\n`)).toBe(
    '1 ✗ the two-factor code is wrong, or its half minute is over\n  next: the same with the next code\n',
  );
  // What was kept outlives what failed.
  expect((await world.run(['whoami'])).stdout).toContain('alice-attic');
  expect(await signIn('finn-oak', `${finn.password}\n${finn.totp?.()}\n`)).toBe(`0 Signed in as finn-oak.\n${KEPT}`);
  expect((await world.run(['whoami'])).stdout).toContain('finn-oak');
});

test('login prints the address of the page where there is no terminal, and waits for somebody to sign in', async () => {
  await using world = await openWorld();
  const login = world.start(['login', '--quiet'], { env: { BROWSER: 'false', DISPLAY: ':0' } });
  const [address = ''] = await login.printed(/(?<=Sign in here:\n)http:\S+(?=\n)/);
  expect(address).toMatch(new RegExp(`^${world.standIn.url}/auth[/#?]`));
  world.standIn.control.claimPin({ code: await codeOf(login), person: 'bruno' });
  expect(await login.ended).toMatchObject({ code: 0, stdout: `Signed in as bruno-kite.\n${KEPT}` });
  expect((await world.run(['whoami'])).stdout).toContain('bruno-kite');
});

test('login --code shows a code and the address to type it in at', async () => {
  await using world = await openWorld();
  const login = world.start(['login', '--code', '--json']);
  const code = await codeOf(login);
  await login.printed(/Type \w{4} at http:\S+\/link, or open\nhttp:\S+\/link\/\?pin=\w{4}\n/);
  world.standIn.control.claimPin({ code, person: 'alice' });
  const { code: ending, stdout } = await login.ended;
  expect(ending).toBe(0);
  expect(parsed(stdout)).toMatchObject({ username: 'alice-attic', kind: 'account' });
});

test('login --device keeps a key, whose JWT works at plex.tv', async () => {
  await using world = await openWorld();
  const login = world.start(['login', '--device', '--code', '--json']);
  world.standIn.control.claimPin({ code: await codeOf(login), person: 'dana' });
  expect(parsed((await login.ended).stdout)).toMatchObject({ username: 'dana-reef', kind: 'device' });
  expect((await world.run(['token'])).stdout).toMatch(/^[\w-]+\.[\w-]+\.[\w-]+\n$/);
  expect((await world.run(['whoami'])).stdout).toContain('dana-reef');
  // A key gets a token for what is shared with its owner.
  expect((await world.run(['transient-token', 'Attic'])).stdout).toMatch(/^transient-/);
});

test('a code that expires ends the wait, and nothing is kept', async () => {
  await using world = await openWorld();
  const login = world.start(['login', '--code', '--profile', 'late']);
  await codeOf(login);
  world.standIn.control.advanceClock(3_600_000);
  expect(await login.ended).toMatchObject({
    code: 1,
    stdout: '',
    stderr: expect.stringContaining(
      '✗ nobody signed in before the code expired\n  next: ticketstub login --profile late\n',
    ),
  });
  expect(await countKept(world.home)).toBe(1);
  expect((await world.run(['whoami', '--profile', 'late'])).code).toBe(4);
});

test.each([
  ['SIGINT', 130],
  ['SIGTERM', 130],
] as const)('%s leaves the wait at once, and nothing is kept', async (signal, code) => {
  await using world = await openWorld();
  const login = world.start(['login', '--code']);
  await codeOf(login);
  login.child.kill(signal);
  expect(await login.ended).toMatchObject({ code, stdout: '' });
  expect(await countKept(world.home)).toBe(1);
  expect((await world.run(['whoami'])).code).toBe(4);
});

test('login says what it cannot do before anything is sent', async () => {
  await using world = await openWorld();
  const refused = [
    ['--code', '--with-token'],
    ['--with-token', '--with-password', 'alice'],
    ['--device', '--with-token'],
    ['--with-password', ' '],
    ['--with-password'],
    ['--server'],
  ];
  for (const flags of refused) expect((await world.run(['login', ...flags], { stdin: 'x\n' })).code).toBe(2);
  expect(world.standIn.control.requests()).toEqual([]);
});

test('login says so when nobody answers, or too much was asked, and keeps what was kept', async () => {
  await using world = await openWorld();
  await world.signIn('alice');
  const env = { PLEX_URL: await nowhere() };
  expect((await world.run(['login'], { env })).stderr).toContain(`plex.tv, at ${env.PLEX_URL}, cannot be reached`);
  world.standIn.control.failNext({ operation: 'createPin', status: 429, retryAfter: 30 });
  expect((await world.run(['login'])).stderr).toContain('next: wait 30 seconds');
  expect((await world.run(['whoami'])).code).toBe(0);
});

test('a JWT is not kept as if it were a token: what is kept stays', async () => {
  await using world = await openWorld();
  await world.signIn('alice');
  const { code, stderr } = await world.run(['login', '--with-token'], { stdin: 'eyJh.eyJi.c2ln\n' });
  expect(code).toBe(1);
  expect(stderr).toContain('✗ this is a JWT');
  expect((await world.run(['whoami'])).code).toBe(0);
});

test('whoever signs in while PLEX_TOKEN is set is told that it goes first', async () => {
  await using world = await openWorld();
  const { alice, dana } = world.standIn.people;
  const { stderr } = await world.run(['login', '--with-token'], {
    stdin: alice.token,
    env: { PLEX_TOKEN: dana.token },
  });
  expect(stderr).toBe('PLEX_TOKEN is set, and goes before what is kept: unset it.\n');
});
