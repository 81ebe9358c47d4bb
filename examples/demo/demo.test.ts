import { execFile } from 'node:child_process';
import { resolve } from 'node:path';
import { promisify } from 'node:util';
import { errors } from '@ticketstub/sdk';
import { describe, expect, test } from 'vitest';
import { openPage } from './page.js';
import { exitCodeOf, type Outcome, playSections, type Section } from './play.js';
import { playbill } from './playbill.js';
import { openScene, type Scene } from './scene.js';
import { shows } from './wire.js';

const run = promisify(execFile);

const root = resolve(import.meta.dirname, '../..');

/** Runs the demo as `npm run demo -- --once` does, on the packages as they are built; rejects unless it exits with 0. */
async function runDemo(): Promise<string> {
  const { stdout } = await run(process.execPath, ['--import', 'tsx', 'examples/demo/main.ts', '--once'], { cwd: root });
  return stdout;
}

/** What each step of the demo must have said, in order. */
const KEY_LINES = [
  /POST http:\/\/127\.0\.0\.1:\d+\/api\/v2\/users\/signin/,
  /→ 201 application\/json/,
  /authToken +\S{4}…\S\S +account token, Alice's/,
  /GET http:\/\/127\.0\.0\.1:\d+\/api\/v2\/user$/,
  /POST http:\/\/127\.0\.0\.1:\d+\/security\/token\?type=delegation&scope=all/,
  /→ 200 application\/json/,
  /mediaContainer\.token +tran…\S\S +transient token, Alice's/,
  /\?source=server%3A%2F%2F/,
  /\?source=provider%3A%2F%2F/,
  /1029 Please enter the verification code/,
  /accessToken +\S{4}…\S\S +account token, Finn's/,
  /1001 User could not be authenticated/,
  /1000 X-Plex-Client-Identifier is missing/,
  /POST http:\/\/127\.0\.0\.1:\d+\/api\/v2\/pins\?strong=true/,
  /it asks +Sign in to Ticketstub demo\?/,
  /authToken +\S{4}…\S\S +account token, Dana's/,
  /throws errors\.SwitchHomeUserForbidden, code HOME_PIN_REQUIRED/,
  /home\/users\/\w+\/switch\?pin=…/,
  /accessToken +\S{4}…\S\S +home token, Carla's/,
  /4 +https:\/\/\S+:8443 through the relay, last/,
  /her token for Attic +\S{4}…\S\S +server token, Dana's/,
  /→ 403 text\/html/,
  /A transient token of Alice's: let in/,
  /→ 200 application\/json/,
  /clock +\+47 h/,
  /→ 200 application\/json/,
  /clock +\+49 h/,
  /→ 401 text\/html/,
  /Attic restarts: refused/,
  /→ 401 text\/html/,
  /Cellar is older/,
  /→ 404 text\/html/,
  /→ 503 text\/html/,
  /→ 503 text\/html/,
  /→ 200 application\/json/,
  /the server saw +3 requests/,
  /\?deviceJWT=…/,
  /Eight days later/,
  /→ 200 application\/json; charset=utf-8 the old one lived for seven/,
  /it is the same token +false/,
  /→ 401 text\/html +'observed'/,
  /→ 401 application\/json +'documented'/,
  /→ 403 text\/html +'observed'/,
  /→ 400 application\/json +'documented'/,
  /plex\.tv +\S{4}…\S\S +jwt token, Dana's/,
  /Attic, which is Alice’s +\S{4}…\S\S +server token, Dana's/,
  /alice +owner/,
  /eve +stranger/,
  /Dana +is told once to sign in again/,
  /counted by the stand-ins +\d+/,
  /curl -s http/,
  /official +\d+/,
  /inferred +\d+/,
  /All \d+ lines are as expected/,
];

/** The first of the lines that is not found after those before it. */
function firstMissing(text: string, wanted: readonly RegExp[]): RegExp | undefined {
  const lines = text.split('\n');
  return wanted.find((pattern) => {
    const at = lines.findIndex((line) => pattern.test(line));
    lines.splice(0, at + 1);
    return at === -1;
  });
}

/** Plays sections on a scene of their own. */
async function play(
  sections: readonly Section[],
  look: (scene: Scene, text: string) => Promise<void> | void = () => {},
): Promise<{ outcome: Outcome; text: string }> {
  await using scene = await openScene();
  const lines: string[] = [];
  const outcome = await playSections(
    sections,
    scene,
    openPage((line) => lines.push(line), { colour: false }),
  );
  const text = lines.join('\n');
  await look(scene, text);
  return { outcome, text };
}

/** Whose a JWT says it is; undefined for what is none. */
function issuerOf(token: string): unknown {
  const [, payload = ''] = /^[\w-]+\.([\w-]+)\.[\w-]+$/.exec(token) ?? [];
  return payload === '' ? undefined : Reflect.get(JSON.parse(Buffer.from(payload, 'base64url').toString()), 'iss');
}

/** A section of one step. */
function section(title: string, step: Parameters<Parameters<Section['play']>[0]['step']>[1]): Section {
  return { title, play: async (stage) => void (await stage.step({ title }, step)) };
}

describe('npm run demo', () => {
  test('ends with 0 away from a terminal, says what it has to in order, and differs at each run', async () => {
    const [first, second] = await Promise.all([runDemo(), runDemo()]);
    expect(firstMissing(first, KEY_LINES)).toBeUndefined();
    expect(first).not.toContain('✗');
    expect(first).not.toContain('\u001B');
    expect(Math.max(...first.split('\n').map(({ length }) => length))).toBeLessThanOrEqual(100);
    const tokens = [first, second].map((text) =>
      [...text.matchAll(/authToken +(\S{4}…\S\S)/g)].map(([, token]) => token),
    );
    expect(tokens[0]).not.toHaveLength(0);
    expect(tokens[0]).not.toEqual(tokens[1]);
  });

  test('refuses an option it does not know', async () => {
    const main = ['--import', 'tsx', 'examples/demo/main.ts', '--twice'];
    await expect(run(process.execPath, main, { cwd: root })).rejects.toMatchObject({
      code: 2,
      stderr: expect.stringContaining("'--twice'"),
    });
  });

  test('prints no token, password, code, Home PIN or device JWT whole', async () => {
    await play(playbill, ({ people, wire }, text) => {
      const given = Object.values(people).flatMap(({ token, password, serverTokens }) => [
        token,
        password,
        ...Object.values(serverTokens),
      ]);
      const secrets = [...wire.secrets(), ...given].filter((secret) => secret !== '');
      expect(wire.secrets().length).toBeGreaterThan(20);
      expect(secrets).toContain(people.carla.pin);
      // A device JWT names the program as its issuer; those of plex.tv name plex.tv.
      expect(secrets.filter((secret) => issuerOf(secret) === 'ticketstub-demo-keys')).not.toEqual([]);
      expect(secrets.filter((secret) => shows(text, secret))).toEqual([]);
    });
  });

  test('prints a curl line that works as it stands', async ({ skip }) => {
    const { stdout } = await run('curl', ['--version']).catch(() => ({ stdout: '' }));
    skip(stdout === '', 'there is no curl on this machine');
    await play(playbill, async ({ attic }, text) => {
      const line = /curl -s .*/.exec(text)?.[0] ?? '';
      const answer = await run('sh', ['-c', line]);
      expect(answer.stdout).toContain(attic.machineIdentifier);
    });
  });
});

describe('a step', () => {
  test('fails the demo when a fact is another, and says what was expected', async () => {
    const { outcome, text } = await play([section('A sum', async (show) => show.fact('1 + 1', 3, { is: 2 }))]);
    expect(outcome).toEqual({ checks: 1, failures: ['A sum'] });
    expect(exitCodeOf(outcome)).toBe(1);
    expect(text).toMatch(/✗ +1 \+ 1 +3\n +expected 2/);
  });

  test('fails the demo when a request, its answer, its error or a token is another', async () => {
    const { outcome } = await play([
      section('Mixed up', async (show) => {
        show.exchange('GET http://nobody-has-asked', '200 application/json');
        show.refusal(new Error('of another kind'), { as: errors.SDKError, code: 'FORBIDDEN' });
        await show.token('a token', 'which nobody has issued', { kind: 'account', of: 'alice' });
      }),
    ]);
    expect(outcome.failures).toHaveLength(outcome.checks);
    expect(outcome.checks).toBe(4);
  });

  test('fails the demo when it ends with an error, and the next section is played all the same', async () => {
    const { outcome, text } = await play([
      section('Broken', () => Promise.reject(new RangeError('too far'))),
      section('Whole', async (show) => show.fact('1 + 1', 2, { is: 2 })),
    ]);
    expect(outcome).toEqual({ checks: 2, failures: ['Broken'] });
    expect(text).toContain('RangeError: too far');
    expect(text).toMatch(/✓ +1 \+ 1/);
  });

  test('fails the demo when the SDK has sent a request that it does not speak of', async () => {
    const silent: Section = {
      title: 'Silent',
      play: ({ scene, step }) =>
        step({ title: 'Silent' }, async (show) => {
          const { alice } = scene.people;
          const { userPlexAccount } = await scene.client({ accessToken: alice.token }).authentication.getTokenDetails();
          show.fact('id', userPlexAccount.id, { is: alice.id });
        }),
    };
    const { outcome, text } = await play([silent]);
    expect(outcome).toEqual({ checks: 2, failures: ['Silent'] });
    expect(text).toContain('expected no further request');
  });

  test('fails the demo when it checks nothing, and so does a demo without steps', async () => {
    const { outcome } = await play([section('Empty', async () => {})]);
    expect(exitCodeOf(outcome)).toBe(1);
    expect(exitCodeOf((await play([])).outcome)).toBe(1);
  });
});
