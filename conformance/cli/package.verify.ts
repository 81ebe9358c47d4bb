import { type ChildProcess, execFileSync, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readdirSync, readFileSync, realpathSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import { afterAll, beforeAll, describe, expect, onTestFinished, test, vi } from 'vitest';
import { z } from 'zod';
import { readManifest } from '../../tools/doors.js';
import { installPacked, nodes, type Project } from '../packages/packed.js';

/** Megabytes of all that comes along; most of it is SQLite for every system, which Node 20 has none of. */
const MOST_INSTALLED = 48;

const greeting = z.object({
  url: z.string(),
  people: z.array(z.object({ name: z.string(), login: z.string().nullable(), password: z.string().nullable() })),
});

const { version } = readManifest('packages/cli');

let project: Project;

/** Only what `ticketstub` asks for is installed, and no script is run. */
beforeAll(() => {
  project = installPacked(['packages/standin', 'packages/cli']);
});

afterAll(() => rmSync(project.folder, { recursive: true }));

/** What is built in of other people's: what only a build needs of `ticketstub`, and what that needs. */
const builtIn = ['commander', 'fast-string-truncated-width', 'fast-string-width'];

test('the archive holds the command, its pieces, its text and the licenses of what is built in', () => {
  const files = project.contents['ticketstub'] ?? [];
  const pieces = files.filter((file) => /^dist\/(?!bin\b)[\w-]+\.js$/.test(file));
  expect(pieces.length).toBeGreaterThan(5);
  const others = ['LICENSE', 'README.md', 'dist/bin.js', 'dist/licenses.txt', 'dist/package.json', 'package.json'];
  expect(files.filter((file) => !pieces.includes(file))).toEqual(others);
  const licenses = readFileSync(join(project.folder, 'node_modules/ticketstub/dist/licenses.txt'), 'utf8');
  const named = [...licenses.matchAll(/^(\S+)\n\n.*MIT License/gm)].map(([, name]) => name);
  expect(named).toEqual(builtIn);
  const asked = Object.keys(readManifest('packages/cli').devDependencies).filter(
    (name) => !name.startsWith('@ticketstub/'),
  );
  expect(builtIn).toEqual(expect.arrayContaining(asked));
});

test('all that comes along keeps within its size', () => {
  const folder = join(project.folder, 'node_modules');
  const sizes = readdirSync(folder, { recursive: true }).map((path) => statSync(join(folder, String(path))));
  const bytes = sizes.reduce((sum, { size }) => sum + size, 0);
  expect(bytes / 1e6).toBeLessThan(MOST_INSTALLED);
});

interface Typed {
  readonly args: readonly string[];
  readonly env: NodeJS.ProcessEnv;
}

/** What runs `npx` by a Node, so that `ticketstub` is run by it, too. */
function npxBy(node: string): Typed {
  const npm = execFileSync('npm', ['root', '--global'], { encoding: 'utf8' }).trim();
  const home = mkdtempSync(join(tmpdir(), 'ticketstub-home-'));
  onTestFinished(() => rmSync(home, { recursive: true }));
  const PATH = [dirname(realpathSync(node)), process.env['PATH']].join(delimiter);
  return { args: [join(npm, 'npm/bin/npx-cli.js'), 'ticketstub'], env: { PATH, HOME: home } };
}

/** Starts a stand-in, and says who is in it. */
async function startDev(
  node: string,
  { args, env }: Typed,
): Promise<{ readonly dev: ChildProcess; readonly world: z.infer<typeof greeting> }> {
  const dev = spawn(node, [...args, 'dev', '--json'], {
    cwd: project.folder,
    env,
    stdio: ['ignore', 'pipe', 'inherit'],
    detached: true,
  });
  const line = String(await once(createInterface(dev.stdout), 'line'));
  return { dev, world: greeting.parse(JSON.parse(line)) };
}

/** Ends all that a terminal would end at Ctrl-C, and says how that ended. */
async function interrupt(child: ChildProcess): Promise<unknown> {
  const gone = once(child, 'exit');
  process.kill(-(child.pid ?? Number.NaN), 'SIGINT');
  return (await gone)[0];
}

describe.each(nodes)('on Node %s', (major, node) => {
  test('the runtime is there', () => {
    expect(existsSync(node), 'run `npm ci --prefix conformance/runtimes --ignore-scripts` (Linux x64)').toBe(true);
    expect(execFileSync(node, ['--version'], { encoding: 'utf8' })).toMatch(new RegExp(`^v${major}\\.`));
  });

  test('npx ticketstub says its version, and whoami that nobody is signed in', () => {
    const { args, env } = npxBy(node);
    const run = (...typed: readonly string[]): unknown =>
      spawnSync(node, [...args, ...typed], { cwd: project.folder, env, encoding: 'utf8' });
    expect(run('--version')).toMatchObject({ status: 0, stdout: `${version}\n` });
    expect(run('whoami', '--json')).toMatchObject({ status: 4, stdout: '' });
  });

  test('npx ticketstub dev answers, somebody signs in there, and Ctrl-C ends it', async () => {
    const npx = npxBy(node);
    const { dev, world } = await startDev(node, npx);
    const { url, people } = world;
    expect((await fetch(`${url}/console`)).status).toBe(200);
    const alice = people.find(({ name }) => name === 'alice');
    const run = (typed: readonly string[], input: string): unknown => {
      const env = { ...npx.env, PLEX_URL: url };
      return spawnSync(node, [...npx.args, ...typed], { cwd: project.folder, env, input, encoding: 'utf8' });
    };
    const login = run(['login', '--with-password', alice?.login ?? ''], `${alice?.password ?? ''}\n`);
    expect(login).toMatchObject({ status: 0 });
    const who = z.object({ status: z.literal(0), stdout: z.string() }).parse(run(['whoami', '--json'], ''));
    expect(JSON.parse(who.stdout)).toMatchObject({ email: alice?.login, from: 'vault' });
    await interrupt(dev);
    await vi.waitFor(() => expect(fetch(`${url}/console`)).rejects.toThrow('fetch failed'));
  });

  test('the command itself ends with 0 at Ctrl-C', async () => {
    const { env } = npxBy(node);
    const { dev, world } = await startDev(node, { args: ['node_modules/.bin/ticketstub'], env });
    expect(await interrupt(dev)).toBe(0);
    await expect(fetch(`${world.url}/console`)).rejects.toThrow('fetch failed');
  });
});
