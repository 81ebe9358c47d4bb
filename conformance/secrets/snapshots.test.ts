import { expect, test } from 'vitest';
import { listFiles, readText } from '../../tools/repository.js';
import { planted } from './canaries.js';
import CanaryReporter from './canary-reporter.js';
import { inlineSnapshots, spills } from './spills.js';

test('no snapshot of the repository holds a secret', () => {
  const files = listFiles();
  const kept = files.filter((path) => path.endsWith('.snap')).map((path) => readText(path));
  const tests = files.filter((path) => /\.(?:test|verify)\.ts$/.test(path));
  const inline = tests.flatMap((path) => inlineSnapshots(readText(path)));
  expect([...kept, ...inline].flatMap(spills)).toEqual([]);
});

test('a planted secret would be seen in a snapshot or a printed line', () => {
  const words = planted.filter((secret) => !/^[\d ]+$/.test(secret));
  expect(words.filter((secret) => spills(`token: ${secret}`).length === 0)).toEqual([]);
  const matcher = ['toMatch', 'InlineSnapshot'].join('');
  const source = ['expect(error).', matcher, '(`\n  "message": "canary"\n`);'].join('');
  expect(inlineSnapshots(source).flatMap(spills)).toHaveLength(1);
  expect(spills('transient-90904684-f91a-4391-8bf7-e0dfa7240285')).toHaveLength(1);
  expect(spills('a harmless line about transient-tokens and claims')).toEqual([]);
});

test('the reporter of the whole suite keeps the printed lines that hold a secret', () => {
  const reporter = new CanaryReporter();
  reporter.onUserConsoleLog({ content: 'harmless' });
  reporter.onUserConsoleLog({ content: 'first\nX-Plex-Token: Kanari_opaque-123456\nlast' });
  expect(reporter.spilt).toEqual(['X-Plex-Token: Kanari_opaque-123456']);
});
