import { afterEach, describe, expect, test, vi } from 'vitest';
import type { VerdictOptions } from '../src/index.js';
import { ATTIC, away, CELLAR, gist, held, HOUR, MINUTE, openAccess, owned, PERSON, server } from './access-world.js';
import { rejection, type Turn } from './scene.js';

afterEach(() => {
  vi.unstubAllGlobals();
});

describe('an answer is remembered', () => {
  test('for a minute, and then plex.tv is asked again', async () => {
    const world = openAccess();
    world.resources = { body: [server()] };
    const first = await world.verdict();
    world.resources = { body: [] };
    world.clock.advance(MINUTE - 1);
    const second = await world.verdict();
    expect(second).toEqual({ ...first, evidence: { ...Reflect.get(first, 'evidence'), from: 'memory' } });
    expect(world.count('resources')).toBe(1);
    world.clock.advance(1);
    await expect(world.verdict().then(gist)).resolves.toBe('stranger');
    expect(world.count('resources')).toBe(2);
  });

  test('for as long as each caller says', async () => {
    const world = openAccess();
    await world.verdict();
    world.clock.advance(10_000);
    await world.verdict({ maxAge: 10_001 });
    expect(world.count('resources')).toBe(1);
    await world.verdict({ maxAge: 10_000 });
    expect(world.count('resources')).toBe(2);
  });

  test('of which nothing holds once a caller wants to know now', async () => {
    const world = openAccess();
    world.resources = { body: [server()] };
    await expect(world.verdict().then(gist)).resolves.toBe('shared');
    world.resources = { body: [] };
    await expect(world.verdict({ maxAge: 0 }).then(gist)).resolves.toBe('stranger');
    const next = await world.verdict();
    expect(next).toMatchObject({ verdict: 'stranger', evidence: { from: 'memory' } });
    expect(world.count('resources')).toBe(2);
  });

  test('for all machines: another question about the same person needs no other request', async () => {
    const world = openAccess();
    world.resources = { body: [server(), owned({ clientIdentifier: CELLAR })] };
    await expect(world.verdict().then(gist)).resolves.toBe('shared');
    await expect(world.verdict({}, [CELLAR]).then(gist)).resolves.toBe('owner');
    await expect(world.verdict({}, ['nowhere']).then(gist)).resolves.toBe('stranger');
    expect(world.count('resources')).toBe(1);
  });

  test('also when it is that the token is dead', async () => {
    const world = openAccess();
    world.resources = { status: 401 };
    await world.verdict();
    world.clock.advance(MINUTE - 1);
    await expect(world.verdict()).resolves.toMatchObject({ reason: 'token-dead', evidence: { from: 'memory' } });
    expect(world.count('resources')).toBe(1);
    world.clock.advance(1);
    world.resources = { body: [server()] };
    await expect(world.verdict().then(gist)).resolves.toBe('shared');
  });

  test('but not by a clock that was set back', async () => {
    const world = openAccess();
    world.resources = { body: [server()] };
    await world.verdict();
    world.resources = { body: [] };
    world.clock.advance(-1);
    await expect(world.verdict().then(gist)).resolves.toBe('stranger');
  });

  test('by all clients that are the same but for their own token, and by no other', async () => {
    const world = openAccess();
    await world.verdict();
    await world.plex.withToken('another').withToken('yet-another').access.verdict(PERSON, [ATTIC]);
    expect(world.count('resources')).toBe(1);
    const other = openAccess({ fetch: world.fetch });
    await other.verdict();
    expect(world.count('resources')).toBe(2);
  });

  test('for its token at its plex.tv', async () => {
    const world = openAccess();
    world.resources = { body: [server()] };
    await world.verdict();
    await world.plex.access.verdict('another-token', [ATTIC]);
    await world.verdict({ serverURL: 'https://another-plex.example/api/v2' });
    await world.verdict({ serverURL: 'https://plex.tv/api/v2' });
    expect(world.sent.map(({ url }) => new URL(url).host)).toEqual(['plex.tv', 'plex.tv', 'another-plex.example']);
  });

  test('of ten thousand tokens, those that were asked about last', async () => {
    const world = openAccess();
    const ask = (person: number): Promise<unknown> => world.plex.access.verdict(`token-${person}`, [ATTIC]);
    for (let person = 0; person < 10_000; person += 1) await ask(person);
    await ask(0);
    expect(world.sent).toHaveLength(10_000);
    await ask(10_000);
    await ask(0);
    await ask(2);
    expect(world.sent).toHaveLength(10_001);
    await ask(1);
    expect(world.sent).toHaveLength(10_002);
  });
});

describe('plex.tv is asked once', () => {
  test('for all who ask at a time, whatever machines they ask about', async () => {
    const world = openAccess();
    const { turn, release } = held([server()]);
    world.resources = turn;
    const asked = Array.from({ length: 1000 }, (_, index) =>
      world.verdict({}, [index % 2 ? ATTIC : CELLAR]).then(gist),
    );
    const now = world.verdict({ maxAge: 0 }).then(gist);
    release();
    expect(new Set(await Promise.all(asked))).toEqual(new Set(['shared', 'stranger']));
    await expect(now).resolves.toBe('shared');
    expect(world.count('resources')).toBe(1);
  });

  test('more for all who want to know what is after the question was put', async () => {
    const world = openAccess();
    const first = held([server()]);
    world.resources = first.turn;
    const early = world.verdict();
    world.resources = { body: [] };
    world.clock.advance(10);
    const patient = [world.verdict().then(gist), world.verdict({ maxAge: 10 }).then(gist)];
    const late = Array.from({ length: 100 }, () => world.verdict({ maxAge: 9 }).then(gist));
    first.release();
    await expect(early.then(gist)).resolves.toBe('shared');
    await expect(Promise.all(patient)).resolves.toEqual(['shared', 'shared']);
    expect(new Set(await Promise.all(late))).toEqual(new Set(['stranger']));
    expect(world.count('resources')).toBe(2);
  });

  test('more for who asks when the clock has been set back', async () => {
    const world = openAccess();
    const first = held([server()]);
    world.resources = first.turn;
    const early = world.verdict();
    world.resources = { body: [] };
    world.clock.advance(-1);
    const late = world.verdict();
    first.release();
    await expect(Promise.all([early, late].map((one) => one.then(gist)))).resolves.toEqual(['shared', 'stranger']);
  });

  const otherway = openAccess();
  otherway.resources = { body: [server()] };
  test.each<[string, VerdictOptions]>([
    ['with another time limit', { timeout: 40_000 }],
    ['with other retries', { retries: { strategy: 'backoff' } }],
    ['by another transport', { fetch: otherway.fetch }],
  ])('for each who asks %s', async (_, options) => {
    const world = openAccess();
    const { turn, release } = held([server()]);
    world.resources = turn;
    const asked = [world.verdict(), world.verdict({ retries: { strategy: 'none' } })];
    expect(world.sent).toHaveLength(1);
    const sent = options.fetch ? otherway.sent : world.sent;
    const before = sent.length;
    const other = world.verdict(options);
    expect(sent).toHaveLength(before + 1);
    release();
    await expect(Promise.all(asked.map((one) => one.then(gist)))).resolves.toEqual(['shared', 'shared']);
    await other;
  });

  test('for each who asks on Workers, where nobody may wait for another’s request', async () => {
    vi.stubGlobal('WebSocketPair', Object);
    const world = openAccess();
    world.resources = { body: [server()] };
    await Promise.all([world.verdict(), world.verdict()]);
    expect(world.count('resources')).toBe(2);
    await world.verdict();
    expect(world.count('resources')).toBe(2);
  });
});

test('of two questions under way the one that was put later counts, whichever is answered last', async () => {
  const world = openAccess();
  const slow = held([server()]);
  world.resources = slow.turn;
  const early = world.verdict({ timeout: 1000 });
  world.resources = { body: [] };
  await expect(world.verdict({ maxAge: 0 }).then(gist)).resolves.toBe('stranger');
  slow.release();
  await expect(early.then(gist)).resolves.toBe('stranger');
  await expect(world.verdict().then(gist)).resolves.toBe('stranger');
});

test('of two questions under way, the one that ends first leaves the other to those who ask alike', async () => {
  const world = openAccess();
  const [first, second] = [held([server()]), held([server()])];
  world.resources = first.turn;
  const early = world.verdict({ timeout: 1000 });
  world.resources = second.turn;
  const late = [world.verdict()];
  first.release();
  await early;
  late.push(world.verdict({ maxAge: 0 }));
  second.release();
  await expect(Promise.all(late.map((one) => one.then(gist)))).resolves.toEqual(['shared', 'shared']);
  expect(world.sent).toHaveLength(2);
});

describe('who leaves', () => {
  test('gets their own reason at once, and the others their answer', async () => {
    const world = openAccess();
    const { turn, release } = held([server()]);
    world.resources = turn;
    const [first, third] = [new AbortController(), new AbortController()];
    const left = [world.verdict({ signal: first.signal }), world.verdict(), world.verdict({ signal: third.signal })];
    const reasons = [new Error('enough'), new Error('me too')];
    first.abort(reasons[0]);
    third.abort(reasons[1]);
    expect([await rejection(left[0]), await rejection(left[2])]).toEqual(reasons);
    expect(world.sent[0]?.init.signal.aborted).toBe(false);
    release();
    await expect(left[1]?.then(gist)).resolves.toBe('shared');
    expect(world.count('resources')).toBe(1);
  });

  test('before asking sends nothing, whatever is known', async () => {
    const world = openAccess();
    const reason = new Error('never mind');
    const signal = AbortSignal.abort(reason);
    expect(await rejection(world.verdict({ signal }))).toBe(reason);
    expect(world.sent).toEqual([]);
    await world.verdict();
    expect(await rejection(world.verdict({ signal }))).toBe(reason);
  });

  test('while they wait for a question that comes after another, leaves at once too', async () => {
    const world = openAccess();
    const { turn, release } = held([]);
    world.resources = turn;
    const early = world.verdict();
    world.clock.advance(1);
    const caller = new AbortController();
    const late = world.verdict({ maxAge: 0, signal: caller.signal });
    const reason = new Error('enough');
    caller.abort(reason);
    expect(await rejection(late)).toBe(reason);
    release();
    await early;
    expect(world.count('resources')).toBe(1);
  });
});

describe('while plex.tv fails', () => {
  test('it is asked ever less often, and at least once a minute, however often somebody wants to know', async () => {
    const world = openAccess();
    world.resources = away;
    const at: number[] = [];
    const start = world.clock.now();
    for (let tick = 0; tick < 400; tick += 1) {
      const before = world.count('resources');
      const [one] = await Promise.all([world.verdict({ maxAge: tick % 2 ? 0 : MINUTE }), world.verdict()]);
      if (world.count('resources') > before) at.push(world.clock.now() - start);
      expect(one).toMatchObject({ reason: 'unanswered', error: { code: 'CONNECTION_FAILED' } });
      world.clock.advance(1000);
    }
    expect(at.map((ms) => ms / 1000)).toEqual([0, 1, 3, 7, 15, 31, 63, 123, 183, 243, 303, 363]);
  });

  test('the verdict says when it may be asked again', async () => {
    const world = openAccess();
    world.resources = away;
    const first = await world.verdict();
    expect(first).toMatchObject({ retryAt: world.clock.now() + 1000 });
    world.clock.advance(999);
    await expect(world.verdict()).resolves.toEqual(first);
    expect(world.count('resources')).toBe(1);
    world.clock.advance(1);
    await expect(world.verdict()).resolves.toMatchObject({ retryAt: world.clock.now() + 2000 });
    expect(world.count('resources')).toBe(2);
  });

  test('an answer ends the pauses', async () => {
    const world = openAccess();
    world.resources = away;
    for (let time = 0; time < 3; time += 1) {
      await world.verdict();
      world.clock.advance(MINUTE);
    }
    world.resources = { body: [] };
    await world.verdict();
    world.resources = away;
    await expect(world.verdict({ maxAge: 0 })).resolves.toMatchObject({ retryAt: world.clock.now() + 1000 });
  });

  test('what is known and young enough is still given', async () => {
    const world = openAccess();
    world.resources = { body: [server()] };
    await world.verdict();
    world.resources = away;
    await expect(world.verdict({ maxAge: 0 }).then(gist)).resolves.toBe('unanswered CONNECTION_FAILED');
    await expect(world.verdict().then(gist)).resolves.toBe('shared');
  });

  test.each<[string, Turn, number]>([
    ['the seconds that it asks for', { status: 429, headers: { 'retry-after': '120' } }, 120_000],
    ['the seconds that it asks for when it rests', { status: 503, headers: { 'retry-after': '7' } }, 7000],
    ['its own pause when it asks for less', { status: 503, headers: { 'retry-after': '0' } }, 1000],
    ['an hour at most', { status: 429, headers: { 'retry-after': '31536000' } }, HOUR],
    ['five seconds after a limit that doesn’t say', { status: 429 }, 5000],
  ])('it is left alone for %s', async (_, turn, pause) => {
    const world = openAccess();
    world.resources = turn;
    await expect(world.verdict()).resolves.toMatchObject({ retryAt: world.clock.now() + pause });
    world.clock.advance(pause - 1);
    await world.verdict({ maxAge: 0 });
    expect(world.count('resources')).toBe(1);
    world.clock.advance(1);
    await world.verdict();
    expect(world.count('resources')).toBe(2);
  });

  test('a clock that was set back makes no pause longer', async () => {
    const world = openAccess();
    world.resources = away;
    await world.verdict();
    world.clock.advance(-1);
    await world.verdict();
    expect(world.count('resources')).toBe(2);
  });

  test('the client’s retries come first, or those of the call', async () => {
    const world = openAccess({ retryConfig: undefined });
    world.resources = { status: 503 };
    await world.verdict();
    expect(world.count('resources')).toBe(3);
    world.clock.advance(HOUR);
    await world.verdict({ retries: { strategy: 'none' } });
    expect(world.count('resources')).toBe(4);
  });

  test('whoever has more time may ask though somebody with less had no answer', async () => {
    const world = openAccess();
    world.resources = () => new Promise(() => {});
    await expect(world.verdict({ timeout: 5 }).then(gist)).resolves.toBe('unanswered TIMEOUT');
    await expect(world.verdict({ timeout: 5 }).then(gist)).resolves.toBe('unanswered TIMEOUT');
    expect(world.count('resources')).toBe(1);
    await expect(world.verdict({ timeout: 6 }).then(gist)).resolves.toBe('unanswered TIMEOUT');
    expect(world.count('resources')).toBe(2);
    world.clock.advance(MINUTE);
    world.resources = away;
    await world.verdict({ timeout: 5 });
    await world.verdict({ timeout: 6 });
    expect(world.count('resources')).toBe(3);
  });

  test('one person’s failures hold up nobody else', async () => {
    const world = openAccess();
    world.resources = away;
    await world.verdict();
    world.resources = { body: [server()] };
    await expect(world.plex.access.verdict('another-token', [ATTIC]).then(gist)).resolves.toBe('shared');
  });

  test('a failure that is no error of a call reaches all who wait, and is remembered by nobody', async () => {
    const broken = new RangeError('a clock of somebody’s own');
    const clock = { now: () => 5, sleep: () => Promise.reject(broken) };
    const world = openAccess({ clock, retryConfig: undefined });
    world.resources = { status: 503 };
    const failed = [rejection(world.verdict()), rejection(world.verdict())];
    await expect(Promise.all(failed)).resolves.toEqual([broken, broken]);
    world.resources = { body: [server()] };
    await expect(world.verdict().then(gist)).resolves.toBe('shared');
  });
});
