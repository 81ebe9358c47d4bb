import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { readQR } from './read-qr.js';
import { type LeftBehind, openTerminal, type Terminal, type Typed } from './terminal.js';
import { countKept, openWorld, type World } from './world.js';

const CLEAN = { isCursorVisible: true, isAsBefore: true };

/** Answers a prompt. */
async function answer(terminal: Terminal, prompt: RegExp, text: string): Promise<void> {
  await terminal.shows(prompt);
  await terminal.type(text);
  await terminal.press('Enter');
}

/** Signs Alice in with another device than the one that is on her list already. */
async function signInAnew(world: World): Promise<void> {
  const stdin = world.standIn.people.alice.password;
  const { code } = await world.run(['login', '--with-password', 'alice-attic'], { stdin });
  expect(code).toBe(0);
}

/** A place to be left from: what is typed, what is done before, and what is seen there. */
interface Place extends Typed {
  readonly name: string;
  readonly seen: RegExp;
  readonly before?: (terminal: Terminal) => Promise<void>;
  /** How many devices are named by then, for a profile that is new: a name is no credential. */
  readonly devices?: number;
}

const password = ['login', '--with-password', 'finn-oak'];

const PLACES: readonly Place[] = [
  { name: 'the prompt for a password', args: password, seen: /Password of finn-oak/ },
  {
    name: 'the prompt for a two-factor code',
    args: password,
    before: (terminal) => answer(terminal, /Password of/, 'finn-oak-96'),
    seen: /Two-factor code/,
  },
  { name: 'the prompt for a Home PIN', args: ['home', 'switch', 'Carla'], seen: /PIN of Carla/, devices: 1 },
  { name: 'the choice of a device', args: ['devices', 'remove'], seen: /Which device\?/ },
  {
    name: 'the question whether to sign a device out',
    args: ['devices', 'remove', 'ticketstub-alice-laptop'],
    seen: /Sign out ticketstub-alice-laptop\?/,
  },
  {
    name: 'the question whether to sign out everywhere',
    args: ['logout', '--everywhere'],
    seen: /Sign out every device of this account\?/,
  },
  { name: 'the wait for a page', args: ['login'], seen: /\d+:\d\d left/ },
  { name: 'the wait for a code', args: ['login', '--code'], seen: /\d+:\d\d left/ },
  { name: 'the wait with a device key', args: ['login', '--code', '--device'], seen: /\d+:\d\d left/ },
  { name: 'the search for servers', args: ['servers'], seen: /Looking for your servers, 0 of 2 done: Attic, Cellar/ },
  { name: 'the search for a server', args: ['transient-token', 'Attic'], seen: /Looking for Attic/ },
  { name: 'an examination', args: ['doctor'], seen: /Looking at the clock/ },
];

describe.each(['tmux-256color', 'dumb'])('at a terminal of the kind %s', (kind) => {
  const env = { TERM: kind };
  const isDumb = kind === 'dumb';

  // A dumb terminal has no line to tell what is waited for.
  test.each(PLACES.filter(({ name }) => !isDumb || /^the (?:prompt|choice|question)/.test(name)))(
    'Ctrl-C leaves $name: 130, a clean terminal, and what was kept',
    async ({ args, before, seen, devices = 0 }) => {
      await using world = await openWorld();
      await signInAnew(world);
      const kept = await countKept(world.home);
      world.standIn.control.failNext({ operation: 'getIdentity', delay: 60_000, times: 9 });
      await using terminal = await openTerminal(world, { args, env });
      await before?.(terminal);
      await terminal.shows(seen);
      await terminal.press('C-c');
      expect(await terminal.ended()).toMatchObject({ code: 130, ...CLEAN });
      expect(await countKept(world.home)).toBe(kept + devices);
      expect((await world.run(['whoami'])).stdout).toContain('alice-attic');
    },
  );

  test('prompts take what is typed, show no secret, and ask again for a code that was wrong', async () => {
    await using world = await openWorld();
    const { finn } = world.standIn.people;
    await using terminal = await openTerminal(world, { args: password, env });
    await answer(terminal, /Password of finn-oak/, finn.password);
    await answer(terminal, /Two-factor code/, '000000');
    await answer(terminal, /That was wrong\. The next code/, finn.totp?.() ?? '');
    const { screen, ...ending } = await terminal.ended();
    expect(ending).toEqual({ code: 0, ...CLEAN });
    expect(screen).toContain('Signed in as finn-oak.\n');
    expect(screen).not.toMatch(/finn-oak-96|\d{6}/);
  });

  test('a Home PIN that was wrong is asked for again', async () => {
    await using world = await openWorld();
    await world.signIn('alice');
    await using terminal = await openTerminal(world, { args: ['home', 'switch', 'car'], env });
    await answer(terminal, /PIN of Carla/, '1111');
    await answer(terminal, /That was wrong\. PIN of Carla/, '2468');
    const { code, screen } = await terminal.ended();
    expect(code).toBe(0);
    expect(screen).toContain('Switched to Carla: ticketstub whoami --profile carla');
    expect(screen).not.toMatch(/1111|2468/);
  });

  test('a device is chosen, and signed out once somebody says yes', async () => {
    await using world = await openWorld();
    await signInAnew(world);
    const remove = async (yes: string): Promise<string> => {
      await using terminal = await openTerminal(world, { args: ['devices', 'remove'], env });
      await answer(terminal, /Which device\?/, isDumb ? '1' : '');
      await answer(terminal, /Sign out ticketstub-alice-laptop\?/, yes);
      const { code, screen } = await terminal.ended();
      return `${code} ${screen.trimEnd().split('\n').at(-1)}`;
    };
    expect(await remove('')).toBe('0 Nothing was signed out.');
    expect(await remove('y')).toBe('0 Signed out: ticketstub-alice-laptop.');
    expect((await world.run(['devices', 'remove'])).code).toBe(2);
  });
});

test('whoever names no server that is there may choose one, or leave: the sign-in is kept', async () => {
  await using world = await openWorld();
  const { password: typed } = world.standIn.people.alice;
  const args = ['login', '--with-password', 'alice-attic', '--server', 'Nope'];
  const signIn = async (key: string): Promise<LeftBehind> => {
    await using terminal = await openTerminal(world, { args });
    await answer(terminal, /Password of alice-attic/, typed);
    await terminal.shows(/No server is called Nope\. Which one\?[^]*Attic[^]*Cellar/);
    await terminal.press('Down');
    await terminal.shows(/● Cellar/);
    await terminal.press(key);
    return await terminal.ended();
  };
  expect(await signIn('C-c')).toMatchObject({ code: 130, ...CLEAN });
  expect((await world.run(['whoami'])).code).toBe(0);
  expect((await world.run(['transient-token'])).code).toBe(2);
  const { code, screen } = await signIn('Enter');
  expect(code).toBe(0);
  expect(screen).toContain('The default server is Cellar.\n');
  expect((await world.run(['transient-token'])).code).toBe(0);
});

test('Ctrl-C leaves a pipe whose writer is slow', async () => {
  await using world = await openWorld();
  // More than a pipe holds: once all of it is written, it is being read.
  const write = `{ head -c 70000 /dev/zero | tr '\\0' '\\n'; echo 'it reads' >&2; sleep 60; }`;
  const line = `mkfifo "$PROOF/pipe"; ${write} > "$PROOF/pipe" & "$@" < "$PROOF/pipe"`;
  await using terminal = await openTerminal(world, { args: ['login', '--with-token'], line });
  await terminal.shows(/it reads/);
  await terminal.press('C-c');
  expect(await terminal.ended()).toMatchObject({ code: 130, ...CLEAN });
});

test('Ctrl-C is how dev ends', async () => {
  await using world = await openWorld();
  await using terminal = await openTerminal(world, { args: ['dev'] });
  await terminal.shows(/Ctrl-C ends it\./);
  await terminal.press('C-c');
  expect(await terminal.ended()).toMatchObject({ code: 0, ...CLEAN });
});

test('login --code shows a QR code that leads to the page with the code filled in, and a countdown', async () => {
  await using world = await openWorld();
  await using terminal = await openTerminal(world, { args: ['login', '--code'] });
  const [, code = ''] = await terminal.shows(/Type (\w{4}) at/);
  await terminal.shows(/1[45]:\d\d left: waiting for you to sign in/);
  expect(readQR(await terminal.screen())).toBe(`${world.standIn.url}/link/?pin=${code}`);
  // White on black, whatever colours the terminal has.
  expect(await terminal.painted()).toMatch(/\[(?:[\d;]*;)?97[;m]/);
  world.standIn.control.claimPin({ code, person: 'alice' });
  const { screen, ...ending } = await terminal.ended();
  expect(ending).toEqual({ code: 0, ...CLEAN });
  expect(screen).toContain('Signed in as alice-attic.\n');
  expect(screen).not.toMatch(/waiting/);
});

test('a terminal that is too narrow for the QR code gets the address, and a line of its width', async () => {
  await using world = await openWorld();
  await using terminal = await openTerminal(world, { args: ['login', '--code'], width: 30 });
  await terminal.shows(/\n\S 1[45]:\d\d left: waiting for yo…\n$/);
  expect(await terminal.screen()).toMatch(/^Type \w{4} at /);
  await terminal.press('C-c');
  expect(await terminal.ended()).toMatchObject({ code: 130, ...CLEAN });
});

test('login opens the page with the program that BROWSER names, its words in quotes as a shell has them', async () => {
  await using world = await openWorld();
  const opened = join(world.home, 'opened');
  const BROWSER = `sh -c 'printf "%s|" "$@" > "${opened}"' 'a name' --new-window "two words" 'http://%s/$HOME;%s'`;
  await using terminal = await openTerminal(world, {
    args: ['login'],
    env: { BROWSER: BROWSER.replaceAll('%s|', '%b|') },
  });
  await terminal.shows(/Plex’s page is open in your browser\. If it is not:\nhttp/);
  await terminal.shows(/left/);
  const [flag, words, address = ''] = (await readFile(opened, 'utf8')).split('|');
  expect({ flag, words }).toEqual({ flag: '--new-window', words: 'two words' });
  expect(address).toMatch(/^http:\/\/http:\/\/127\.0\.0\.1:\d+\/auth\S+\/\$HOME;http:/);
});

test('login says where to sign in when nothing opens the page', async () => {
  await using world = await openWorld();
  for (const [flags, BROWSER] of [
    [['--no-browser'], 'sh -c "exit 0"'],
    [[], '/nothing/of/this/name'],
  ] as const) {
    await using terminal = await openTerminal(world, { args: ['login', ...flags], env: { BROWSER } });
    await terminal.shows(/^Sign in here:\nhttp:\S+\/auth/);
  }
});

test('a token is shortened in a terminal, unless --raw says otherwise', async () => {
  await using world = await openWorld();
  await world.signIn('dana', '--server', 'Attic');
  const { token } = world.standIn.people.dana;
  const shows = async (...args: string[]): Promise<string> => {
    await using terminal = await openTerminal(world, { args });
    return (await terminal.ended()).screen;
  };
  const short = await shows('token', '--for', 'plex.tv');
  expect(short).toBe(
    `Shortened, for this is a terminal: --raw prints all of it.\n${token.slice(0, 4)}…${token.slice(-2)}\n`,
  );
  expect(await shows('token', '--for', 'plex.tv', '--raw')).toBe(`${token}\n`);
  expect(await shows('token', '--for', 'plex.tv', '--json')).not.toContain(token);
  expect(await shows('token', '--raw')).toContain('For Attic, the default server.\n');
  expect(await shows('transient-token')).toMatch(/\ntran…\w\w\n$/);
});

test.each([
  { what: 'colours', flags: [], env: {}, hasColor: true },
  { what: 'no colours for NO_COLOR', flags: [], env: { NO_COLOR: '1' }, hasColor: false },
  { what: 'colours for an empty NO_COLOR', flags: [], env: { NO_COLOR: '' }, hasColor: true },
  { what: 'no colours for --no-color', flags: ['--no-color'], env: {}, hasColor: false },
  { what: 'no colours at a dumb terminal', flags: [], env: { TERM: 'dumb' }, hasColor: false },
])('$what', async ({ flags, env, hasColor }) => {
  await using world = await openWorld();
  await world.signIn('alice');
  for (const args of [['servers'], ['doctor'], ['token', '--for', 'Nope']]) {
    await using terminal = await openTerminal(world, { args: [...args, ...flags], env });
    await terminal.ended();
    expect((await terminal.painted()).includes('\u001B[')).toBe(hasColor);
  }
});

test('what goes to a file has no colours, and no line that moves, whatever the other stream is', async () => {
  await using world = await openWorld();
  await world.signIn('alice');
  const line = '"$@" > "$HOME/out" 2> "$HOME/err"; "$@" --quiet > "$HOME/quiet"';
  await using terminal = await openTerminal(world, { args: ['servers'], line });
  expect((await terminal.ended()).screen.trim()).toBe('');
  for (const name of ['out', 'err', 'quiet'])
    expect(await readFile(join(world.home, name), 'utf8')).not.toContain('\u001B');
  expect(await readFile(join(world.home, 'quiet'), 'utf8')).toBe(await readFile(join(world.home, 'out'), 'utf8'));
});

test('nothing is asked where stderr is no terminal, or stdin is none', async () => {
  await using world = await openWorld();
  await world.signIn('alice');
  for (const [args, line] of [
    [['devices', 'remove'], '"$@" 2> "$HOME/err"'],
    [['devices', 'remove'], '"$@" < /dev/null'],
    [['home', 'switch', 'Carla'], '"$@" < /dev/null'],
    [password, '"$@" 2> "$HOME/err"'],
    [password, '"$@" < /dev/null'],
    [['login', '--with-token'], '"$@"'],
  ] as const) {
    await using terminal = await openTerminal(world, { args, line });
    expect(await terminal.ended()).toMatchObject({ code: 2, ...CLEAN });
  }
});
