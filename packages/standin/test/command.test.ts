import { once } from 'node:events';
import { PassThrough } from 'node:stream';
import { expect, test } from 'vitest';
import { runCommand } from '../src/command.js';

/** A terminal that remembers, and says when something was printed. */
function terminal(): {
  shown: string[];
  complaints: string[];
  stop: AbortController;
  printed: PassThrough;
  run: (...args: string[]) => Promise<number>;
} {
  const shown: string[] = [];
  const complaints: string[] = [];
  const printed = new PassThrough();
  const stop = new AbortController();
  const run = (...args: string[]): Promise<number> =>
    runCommand(args, {
      print(text) {
        shown.push(text);
        printed.write(text);
      },
      complain: (text) => void complaints.push(text),
      stop: stop.signal,
    });
  return { shown, complaints, stop, printed, run };
}

test('the command shows where everything is, who is there and a line to try, and ends when it is stopped', async () => {
  const { shown, stop, printed, run } = terminal();
  const ended = run(
    '--port',
    '0',
    '--control',
    '--rate-limits',
    '--accept-jwt',
    '--strict-client-identifier',
    '--errors',
    'documented',
  );
  await once(printed, 'data');
  const text = shown.join('');
  const [, origin = ''] = /plex\.tv\s+(http:\/\/127\.0\.0\.1:\d+)\n/.exec(text) ?? [];
  expect(text).toMatch(/Attic\s+http.*\n\s+Cellar\s+http/);
  expect(text).toMatch(/finn@example\.com\s+finn-oak-96 .*\d{6} now, secret FINNSINVENTEDOAK\n/);
  expect(text).toContain(`curl -s ${origin}/api/v2/users/signin`);
  expect(text).toContain(`TICKETSTUB_URL=${origin} node --import @ticketstub/standin/redirect`);
  expect((await fetch(`${origin}/_standin/clock`)).status).toBe(200);
  expect(text).toContain(`console  ${origin}/console\n`);
  expect((await fetch(`${origin}/console`)).status).toBe(200);
  stop.abort();
  expect(await ended).toBe(0);
  await expect(fetch(origin)).rejects.toThrow(TypeError);
});

test.each([
  [['--nope'], /--nope/],
  [['extra'], /extra/],
  [['--port', 'many'], /--port: expected a port number/],
  [['--errors', 'kind'], /--errors/],
  [['--opener-policy', 'open'], /--opener-policy/],
  [['--security-alert', 'maybe'], /--security-alert/],
  [['--claim-delay', 'soon'], /--claim-delay: expected milliseconds/],
  [['--seed'], /--seed/],
  [['--port', '99999'], /port: /],
  [['--database='], /database: /],
])('%j is an argument it cannot use: it says so and ends with 2', async (args, complaint) => {
  const { shown, complaints, run } = terminal();
  expect(await run(...args)).toBe(2);
  expect(complaints.join('')).toMatch(complaint);
  expect(shown).toEqual([]);
});

test('what keeps it from starting is told, and ends it with 1', async () => {
  const { complaints, run } = terminal();
  expect(await run('--seed', '/nowhere/seed.json')).toBe(1);
  expect(complaints.join('')).toContain('/nowhere/seed.json cannot be read');
});

test('help and version are printed', async () => {
  const help = terminal();
  expect(await help.run('--help')).toBe(0);
  expect(help.shown.join('')).toContain('Usage: ticketstub-standin');
  const version = terminal();
  expect(await version.run('-v')).toBe(0);
  expect(version.shown.join('')).toMatch(/^\d+\.\d+\.\d+\n$/);
});
