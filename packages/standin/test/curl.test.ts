import { spawnSync } from 'node:child_process';
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Repeatable, curlOf } from '../src/rules/curl.js';
import { shorten } from '../src/rules/shorten.js';

const plain: Repeatable = {
  method: 'GET',
  origin: 'http://127.0.0.1:4000',
  path: '/api/v2/user',
  clientIdentifier: 'my-app',
  token: { kind: 'account', person: 'alice' },
  body: undefined,
};

/** The words a shell hands to `curl`, and what else the command brought about. */
function wordsOf(shell: string, command: string): string[] {
  const script = `curl() { printf '%s\\0' "$@"; }\n${command}\nprintf 'end'`;
  const { stdout, stderr, status } = spawnSync(shell, ['-c', script], {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  expect([stderr, status]).toEqual(['', 0]);
  const words = stdout.split('\0');
  expect(words.pop()).toBe('end');
  return words;
}

test('a request is written as a curl command with placeholders for its secrets', () => {
  expect(curlOf(plain)).toBe(
    "curl 'http://127.0.0.1:4000/api/v2/user' -H 'Accept: application/json' -H 'X-Plex-Client-Identifier: my-app' " +
      "-H 'X-Plex-Token: <account token of alice>'",
  );
  const body = { type: 'form', names: ['login', 'password'] } as const;
  const signIn = { ...plain, method: 'POST', path: '/api/v2/users/signin', token: null, body };
  expect(curlOf(signIn)).toContain("-X 'POST'");
  expect(curlOf(signIn)).toContain("--data-urlencode 'login=<login>' --data-urlencode 'password=<password>'");
  const issue = curlOf({ ...plain, method: 'POST', body: { type: 'json', names: ['jwt'] } });
  expect(issue).toContain(`-H 'Content-Type: application/json' --data '{"jwt":"<jwt>"}'`);
  expect(curlOf({ ...plain, token: { kind: 'unknown', person: null } })).toContain("-H 'X-Plex-Token: <token>'");
});

test('what the log left out of an address stays left out, and curl reads nothing into it', () => {
  const path = '/[redacted]?X-Plex-Token=[redacted]&source=server://a b&{a,b}=1';
  expect(curlOf({ ...plain, path })).toContain(
    "'http://127.0.0.1:4000/REDACTED?X-Plex-Token=REDACTED&source=server://a%20b&%7Ba,b%7D=1'",
  );
});

const AWKWARD = [
  `'; touch /tmp/owned; '`,
  '$(touch /tmp/owned)`touch /tmp/owned`',
  String.raw`\' " \\ ! # ~ * ? | & ; < > %s`,
  '-o/tmp/owned',
  '$HOME ${PATH} !!',
  '日本語 ñ ´’',
];

describe.each(['sh', 'bash'])('%s', (shell) => {
  test.each(AWKWARD)('takes %j as one word', (text) => {
    const token = { kind: 'account', person: text };
    const words = wordsOf(
      shell,
      curlOf({ ...plain, clientIdentifier: text, token, body: { type: 'form', names: [text] } }),
    );
    expect(words).toEqual([
      'http://127.0.0.1:4000/api/v2/user',
      '-H',
      'Accept: application/json',
      '-H',
      `X-Plex-Client-Identifier: ${text}`,
      '-H',
      `X-Plex-Token: <account token of ${text}>`,
      '--data-urlencode',
      `${text}=<${text}>`,
    ]);
  });

  test('takes any text as one word', () => {
    const text = fc.string({ unit: 'binary', maxLength: 40 });
    const property = fc.property(text, text, text, (method, path, clientIdentifier) => {
      const words = wordsOf(shell, curlOf({ ...plain, method: `X${method}`, path: `/${path}`, clientIdentifier }));
      expect(words).toHaveLength(9);
    });
    fc.assert(property, { numRuns: 40 });
  });
});

test.each(['a\nb', '\u001B[201~\nrm', 'a\u202Eb', '\u2028', '\u0003', '\uD800'])(
  'no terminal is handed %j, whatever it would make of it',
  (text) => {
    const command = curlOf({
      ...plain,
      method: text,
      path: `/${text}`,
      clientIdentifier: text,
      body: { type: 'json', names: [text] },
    });
    expect(command).not.toMatch(/[\p{C}\p{Zl}\p{Zp}]/u);
    expect(command).toContain("-H 'X-Plex-Client-Identifier: <as it was>'");
  },
);

test('a secret is shortened to what tells it from others, and a short one to nothing', () => {
  expect(shorten('d3QCabcdefghijklmn2x')).toBe('d3QC…2x');
  expect(shorten('claim-1234')).toBe('…');
});
