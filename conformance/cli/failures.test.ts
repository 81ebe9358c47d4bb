import { expect, test } from 'vitest';
import { type Fault, openWorld, parsed, type World } from './world.js';

/** Every command that needs somebody who is signed in, and the first thing that it asks of plex.tv. */
const SIGNED_IN: readonly { readonly args: readonly string[]; readonly asks: Fault['operation'] }[] = [
  { args: ['whoami'], asks: 'getTokenDetails' },
  { args: ['token', '--for', 'Attic'], asks: 'getResources' },
  { args: ['transient-token', 'Attic'], asks: 'getResources' },
  { args: ['source', 'Attic'], asks: 'getResources' },
  { args: ['servers'], asks: 'getResources' },
  { args: ['servers', '--default', 'Attic'], asks: 'getTokenDetails' },
  { args: ['home', 'list'], asks: 'getHomeUsers' },
  { args: ['home', 'switch', 'bruno'], asks: 'getHomeUsers' },
  { args: ['devices', 'list'], asks: 'getDevices' },
  { args: ['devices', 'remove', '1', '--yes'], asks: 'getDevices' },
  { args: ['logout'], asks: 'getDevices' },
];

/** Every command, with what it cannot do without. */
const ALL = [
  ...SIGNED_IN.map(({ args }) => args),
  ['token'],
  ['login'],
  ['doctor'],
  ['verify'],
  ['dev'],
  ['completion', 'bash'],
].map((args) => ({ args }));

/** Those that say no more than what failed. */
const PLAIN = SIGNED_IN.filter(({ args }) => args[0] !== 'logout');

/** What was asked of the stand-in besides the time. */
function asked({ standIn }: World): string[] {
  return standIn.control.requests().map(({ operation }) => operation ?? '');
}

test.each([...SIGNED_IN, { args: ['token'] }, { args: ['doctor'] }])(
  '$args: whoever is not signed in is told how, with the exit code 4',
  async ({ args }) => {
    await using world = await openWorld();
    const { code, stdout, stderr } = await world.run(args);
    expect(code).toBe(4);
    expect(stdout + stderr).toMatch(/✗ nobody is signed in\n +next: ticketstub login\n$/);
    expect(asked(world)).not.toContain('getTokenDetails');
    const json = await world.run([...args, '--json', '--profile', 'work']);
    expect(json.code).toBe(4);
    expect(json.stdout + json.stderr).toContain('ticketstub login --profile work');
  },
);

test.each(PLAIN)('$args: without a connection, it says what cannot be reached', async ({ args }) => {
  await using world = await openWorld();
  await world.signIn('alice');
  const { url } = world.standIn;
  await world.standIn.close();
  const { code, stdout, stderr } = await world.run(args);
  expect({ code, stdout, stderr }).toEqual({
    code: 1,
    stdout: '',
    stderr: `✗ plex.tv, at ${url}, cannot be reached\n  next: ticketstub doctor\n`,
  });
});

test('a token that is kept is printed without a connection', async () => {
  await using world = await openWorld();
  await world.signIn('alice');
  await world.standIn.close();
  expect(await world.run(['token'])).toEqual({
    code: 0,
    stdout: `${world.standIn.people.alice.token}\n`,
    stderr: '',
  });
});

test.each(PLAIN)('$args: a 429 is told with the seconds to wait', async ({ args, asks }) => {
  await using world = await openWorld();
  await world.signIn('alice');
  world.standIn.control.failNext({ operation: asks, status: 429, retryAfter: 60 });
  const { code, stderr } = await world.run([...args, '--json']);
  expect(code).toBe(1);
  expect(parsed(stderr)).toEqual({
    error: {
      code: 'RATE_LIMITED',
      message: 'plex.tv answered 429: too many requests',
      next: 'wait 60 seconds, then try again',
    },
  });
});

test('logout: whoever could not be signed out is told that they are signed in still, and how to forget all the same', async () => {
  await using world = await openWorld();
  await world.signIn('alice');
  const instead = 'or only forget what is kept here: ticketstub logout --keep-device';
  world.standIn.control.failNext({ operation: 'getDevices', status: 429, retryAfter: 60 });
  expect(parsed((await world.run(['logout', '--json'])).stderr)).toEqual({
    error: {
      code: 'RATE_LIMITED',
      message: 'you are still signed in: plex.tv answered 429: too many requests',
      next: `wait 60 seconds, then try again; ${instead}`,
    },
  });
  const { url } = world.standIn;
  await world.standIn.close();
  expect(await world.run(['logout'])).toEqual({
    code: 1,
    stdout: '',
    stderr: `✗ you are still signed in: plex.tv, at ${url}, cannot be reached\n  next: ticketstub doctor; ${instead}\n`,
  });
});

test.each(ALL)('$args: an unknown flag is refused with a hint, and nothing is asked', async ({ args }) => {
  await using world = await openWorld();
  const { code, stdout, stderr } = await world.run([...args, '--jsn']);
  expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
  expect(stderr).toContain("✗ unknown option '--jsn' (Did you mean --json?)\n  next: ticketstub ");
  expect(stderr).toMatch(new RegExp(`next: ticketstub ${args[0]}.* --help\n$`));
  expect(asked(world)).toEqual([]);
});

test.each(ALL)('$args: its help has an example, and fits on 80 columns', async ({ args }) => {
  await using world = await openWorld({ listen: false });
  const path = args[0] === 'home' || args[0] === 'devices' ? args.slice(0, 2) : args.slice(0, 1);
  const { code, stdout } = await world.run([...path, '--help']);
  expect(code).toBe(0);
  const [head = '', examples = ''] = stdout.split(/\nExamples?:\n/);
  expect(examples).toContain(`  $ ticketstub ${path.join(' ')}`);
  expect(head.split('\n').filter((line) => line.length > 80)).toEqual([]);
});

test('a command that is mistyped, or is none without another word, is told with what there is', async () => {
  await using world = await openWorld({ listen: false });
  expect((await world.run(['whoamy'])).stderr).toBe(
    "✗ unknown command 'whoamy' (Did you mean whoami?)\n  next: ticketstub --help\n",
  );
  expect(await world.run(['home'])).toEqual({
    code: 2,
    stdout: '',
    stderr: '✗ home what? list or switch\n  next: ticketstub home --help\n',
  });
  expect((await world.run(['home', 'swich', 'Carla'])).stderr).toContain(
    "unknown command 'swich' (Did you mean switch?)",
  );
  expect((await world.run(['whoami', 'now'])).code).toBe(2);
});

test('what stands wrong in the environment is a usage error, told as JSON when that is asked for', async () => {
  await using world = await openWorld({ listen: false });
  const { code, stderr } = await world.run(['whoami', '--json'], { env: { PLEX_URL: 'ftp://plex.tv' } });
  expect(code).toBe(2);
  expect(parsed(stderr)).toEqual({
    error: {
      code: 'USAGE',
      message: '--plex-url, or PLEX_URL, takes an origin such as http://127.0.0.1:4000',
      next: 'ticketstub dev --help',
    },
  });
  expect((await world.run(['whoami', '--profile', 'a/b'])).code).toBe(2);
});

test('a server that answers nowhere, and one that does not take the token, are not taken for plex.tv', async () => {
  await using world = await openWorld();
  await world.signIn('dana');
  world.standIn.control.failNext({ operation: 'getTransientToken', status: 429, retryAfter: 60 });
  expect((await world.run(['transient-token', 'Attic'])).stderr).toBe(
    '✗ the server answered 429: too many requests\n  next: wait 60 seconds, then try again\n',
  );
  world.standIn.control.failNext({ operation: 'getIdentity', drop: true, times: 9 });
  expect((await world.run(['transient-token', 'Attic'])).stderr).toBe(
    '✗ the server answers at none of its addresses\n  next: ticketstub servers\n',
  );
});

test('what is in the way of plex.tv is not taken for it', async () => {
  await using world = await openWorld();
  await world.signIn('alice');
  world.standIn.control.failNext({ operation: 'getTokenDetails', garbage: true });
  expect(await world.run(['whoami'])).toEqual({
    code: 1,
    stdout: '',
    stderr: '✗ what answered is not plex.tv: a proxy, or the sign-in page of a network\n  next: ticketstub doctor\n',
  });
  world.standIn.control.failNext({ operation: 'getTokenDetails', status: 500, times: 9 });
  expect((await world.run(['whoami'])).stderr).toContain('✗ plex.tv has a problem of its own\n');
});

test('nothing in a name from elsewhere moves the cursor; JSON has it as it is', async () => {
  const name = 'At\u001B[2Jtic\u202E\u009B1m';
  const alice = { id: 7, uuid: 'a11ce00000000001', username: name, title: name, email: 'alice@example.com' };
  await using world = await openWorld({
    seed: {
      people: { alice: { ...alice, password: 'attic-lamp-41', clientIdentifier: 'alice' } },
      servers: [
        { name, machineIdentifier: 'a7'.repeat(20), version: '1.43.4.10903-0a77ic000', owner: 'alice', sharedWith: [] },
      ],
    },
  });
  await world.signIn('alice', '--server', 'At');
  for (const args of [['whoami'], ['servers'], ['doctor'], ['source', 'At'], ['home', 'list'], ['devices', 'list']]) {
    const { code, stdout, stderr } = await world.run(args);
    expect(code).toBe(0);
    // XML has no escape character, and devices come as XML.
    expect(stdout + stderr).toMatch(/At\uFFFD?\[2Jtic\uFFFD\uFFFD1m/);
    expect(stdout + stderr).not.toContain('\u001B');
  }
  expect((await world.run(['servers', '--json'])).stdout).toContain(JSON.stringify(name));
});
