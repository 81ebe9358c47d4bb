import type { SeenRequest } from '@ticketstub/standin';
import { describe, expect, test } from 'vitest';
import type { Exchange, Passage } from './gate.js';
import type { Run } from './herd.js';
import { haste, oddRequests, overlapsIn, repeatsIn, staleWrites, unrenewed, wrongChanges } from './judge.js';
import type { Lived, Write } from './life.js';

const LATER = Date.now() + 7 * 86_400_000;
const rate = { perSecond: 10, burst: 2 };

/** A process that was given a token in a tenth of a second. */
function given(token: string, begin: number, { isKilled = false, ...write }: { isKilled?: boolean } & Partial<Write>) {
  const clientID = 'a';
  const passages: Passage[] = [
    { request: 'GET /api/v2/auth/nonce', clientID, at: begin },
    { request: 'POST /api/v2/auth/token', clientID, at: begin + 50 },
  ];
  const exchanges: Exchange[] = [{ clientID, begin, end: begin + 100, token }];
  const writes = write.over === undefined ? [] : [{ name: 'a', over: write.over, token, version: write.version }];
  return { isKilled, gate: { passages, exchanges }, writes: () => writes } satisfies Lived;
}

/** What became of one credential, which was planted as `v0`, in so many processes. */
function run(lives: readonly Lived[], token: string, version: string): Run {
  const planted = [
    { name: 'a', credential: { schema: 1, kind: 'device-key', clientID: 'a', kid: 'the key' } as const },
  ];
  const where = { kind: 'memory', planted } as const;
  const seen = lives.flatMap(({ gate }) => gate.passages.map(({ request }, index) => requestSeen(request, index + 1)));
  const kept = [{ name: 'a', version, token, expiresAt: LATER }];
  return { planted, processes: 1, task: { where, keepers: 1, rate }, lives, kept, seen };
}

function requestSeen(request: string, number: number): SeenRequest {
  const [method = '', path = ''] = request.split(' ');
  const operation = method === 'GET' ? 'getNonce' : 'issueToken';
  const address = { ip: '127.0.0.1', country: 'SE' };
  return {
    number,
    at: 0,
    host: 'plex.tv',
    operation,
    method,
    path,
    status: 200,
    clientIdentifier: 'a',
    token: null,
    address,
  };
}

const good = run([given('t1', 0, { over: 'v0', version: 'v1' })], 't1', 'v1');

/** One that was killed over its token, and its successor. */
const repeated = run(
  [given('t1', 0, { isKilled: true, over: 'v0' }), given('t2', 90_000, { over: 'v0', version: 'v1' })],
  't2',
  'v1',
);

describe('a herd', () => {
  test('that kept its promises is found without fault', () => {
    for (const one of [good, repeated]) {
      const change = { name: 'a', old: 'v0', version: 'v1' };
      const faults = [unrenewed, overlapsIn, staleWrites, haste, oddRequests].map((judge) => judge(one));
      expect([...faults, wrongChanges(one, [change])].flat()).toEqual([]);
    }
    expect(repeatsIn(good)).toEqual([]);
    expect(repeatsIn(repeated)).toEqual([{ clientID: 'a', isOfKilled: true }]);
  });

  test('is told of a credential that has another token than the last, or one that is soon over', () => {
    expect(unrenewed(run(repeated.lives, 't1', 'v1'))).toEqual(['a']);
    expect(unrenewed({ ...good, kept: [{ name: 'a', version: 'v1', token: 't1', expiresAt: Date.now() }] })).toEqual([
      'a',
    ]);
    expect(unrenewed({ ...good, kept: [] })).toEqual(['a']);
  });

  test('is told of a repeat that no kill explains', () => {
    const [first, second] = repeated.lives;
    const lives = [first, second].flatMap((life) => (life ? [{ ...life, isKilled: false }] : []));
    expect(repeatsIn({ ...repeated, lives })).toEqual([{ clientID: 'a', isOfKilled: false }]);
  });

  test('is told of a repeat of what was stored, though its process was killed afterwards', () => {
    const stored = given('t1', 0, { isKilled: true, over: 'v0', version: 'v1' });
    const again = run([stored, given('t2', 90_000, { over: 'v1', version: 'v2' })], 't2', 'v2');
    expect(repeatsIn(again)).toEqual([{ clientID: 'a', isOfKilled: false }]);
  });

  test('is told of two exchanges of one credential at one time', () => {
    const lives = [given('t1', 0, { over: 'v0', version: 'v1' }), given('t2', 99, { over: 'v1', version: 'v2' })];
    expect(overlapsIn(run(lives, 't2', 'v2'))).toEqual(['a']);
  });

  test('is told of writes over what somebody else had replaced', () => {
    const lives = [given('t1', 0, { over: 'v0', version: 'v1' }), given('t2', 500, { over: 'v0', version: 'v2' })];
    const lost = run(lives, 't2', 'v2');
    expect(staleWrites(lost)).toEqual(['a: two writes over one version']);
    const changes = [
      { name: 'a', old: 'v0', version: 'v1' },
      { name: 'a', old: 'v1', version: 'v2' },
    ];
    expect(wrongChanges(lost, changes)).toEqual(['a: another version was replaced', 'a: a write is not there']);
    expect(wrongChanges(good, [])).toEqual(['a: a write is not there', 'a: not its last version']);
    expect(staleWrites(run([given('t1', 0, { over: 'v0' })], 't1', 'v1'))).toEqual(['a: a write that was refused']);
  });

  test('is told of more requests in a second than the rate, the burst and what was under way', () => {
    const passages = Array.from({ length: 15 }, (_, at) => ({ request: 'GET /api/v2/auth/nonce', clientID: 'a', at }));
    const fast = { ...given('t1', 0, {}), gate: { passages, exchanges: [] } };
    expect(haste(run([fast], 't1', 'v1'))).toHaveLength(2);
    expect(haste(run([{ ...fast, gate: { passages: passages.slice(1), exchanges: [] } }], 't1', 'v1'))).toEqual([]);
  });

  test('is told of requests that no renewal sends, and of what the stand-in has seen otherwise', () => {
    expect(oddRequests({ ...good, seen: [] })).toHaveLength(2);
    const passages = [{ request: 'GET /api/v2/user', clientID: 'a', at: 0 }];
    const asking = { ...given('t1', 0, {}), gate: { passages, exchanges: [] } };
    expect(oddRequests({ ...run([asking], 't1', 'v1'), seen: good.seen.slice(0, 1) })).toEqual(['GET /api/v2/user']);
  });
});
