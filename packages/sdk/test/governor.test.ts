import { describe, expect, test } from 'vitest';
import { governorFor, heard } from '../src/flows/governor.js';
import { errors, PlexAPI, rateGovernor } from '../src/index.js';
import { governorLog, sentOf } from './governor-log.js';
import { rejection, scene, thrownBy, type Turn } from './scene.js';
import { steppedClock } from './stepped-clock.js';

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;

/** What a call fails with when a server answers so. */
async function failure(turn: Turn): Promise<unknown> {
  return rejection(scene(turn).plex.authentication.getTokenDetails({ retries: { strategy: 'none' } }));
}

const away = (): Promise<unknown> => failure(new TypeError('unreachable'));
const tooMany = (retryAfter?: number): Promise<unknown> =>
  failure({ status: 429, headers: retryAfter === undefined ? {} : { 'retry-after': `${retryAfter}` } });

describe('a rate governor', () => {
  test('lets through as many at once as in two seconds, and then one by one', async () => {
    const { ask, clock, visits } = governorLog({});
    for (let count = 0; count < 30; count += 1) ask('waited-for');
    await clock.pass(10 * SECOND);
    const times = sentOf(visits).map(({ at }) => at);
    expect(times.slice(0, 20)).toEqual(Array.from({ length: 20 }, () => 0));
    expect(times.slice(20)).toEqual([100, 200, 300, 400, 500, 600, 700, 800, 900, 1000]);
  });

  test('saves up no more than a burst', async () => {
    const { ask, clock, visits } = governorLog({ perSecond: 1, burst: 3 });
    await clock.pass(HOUR);
    for (let count = 0; count < 5; count += 1) ask('ahead');
    await clock.pass(MINUTE);
    expect(sentOf(visits).map(({ at }) => at - HOUR)).toEqual([0, 0, 0, 1000, 2000]);
  });

  test('counts every request of those who have several', async () => {
    const { ask, clock, visits } = governorLog({ perSecond: 2, burst: 4 });
    for (let count = 0; count < 4; count += 1) ask('waited-for', 2);
    await clock.pass(MINUTE);
    expect(sentOf(visits).map(({ at }) => at)).toEqual([0, 0, 1000, 2000]);
  });

  test.each(['ahead', 'waited-for'] as const)('lets through alone who has more than a burst, %s', async (urgency) => {
    const { ask, clock, visits } = governorLog({ perSecond: 1, burst: 1 });
    ask(urgency, 3);
    ask(urgency, 3);
    ask(urgency);
    await clock.pass(MINUTE);
    expect(sentOf(visits).map(({ at }) => at)).toEqual([0, 3000, 6000]);
  });

  test('lets who waits go before who is ahead of their time', async () => {
    const { ask, clock } = governorLog({ perSecond: 1, burst: 1 });
    ask('waited-for');
    const ahead = [ask('ahead'), ask('ahead')];
    await clock.pass(500);
    const waiting = [ask('waited-for'), ask('waited-for')];
    await clock.pass(MINUTE);
    expect(waiting.map(({ admittedAt }) => admittedAt)).toEqual([1000, 2000]);
    expect(ahead.map(({ admittedAt }) => admittedAt)).toEqual([3000, 4000]);
  });

  test.each(['ahead', 'waited-for'] as const)('lets go at once who no longer wants to, %s', async (urgency) => {
    const { ask, clock } = governorLog({ perSecond: 1, burst: 1 });
    ask('waited-for');
    const visit = ask(urgency);
    await clock.pass(100);
    visit.leave();
    await clock.pass(0);
    expect(visit.leftAt).toBe(100);
  });

  test('turns away who has left already', async () => {
    const governor = rateGovernor({ clock: steppedClock() });
    const signal = AbortSignal.abort(new Error('left'));
    await expect(governor.admit({ urgency: 'ahead', requests: 1, signal })).rejects.toBe(signal.reason);
    await expect(governor.admit({ urgency: 'waited-for', requests: 1, signal })).rejects.toBe(signal.reason);
  });

  test('gives the turns of those who left to those who come', async () => {
    const { ask, clock } = governorLog({ perSecond: 1, burst: 1 });
    const visits = Array.from({ length: 11 }, () => ask('waited-for'));
    await clock.pass(500);
    for (const visit of visits.slice(1, 10)) visit.leave();
    await clock.pass(0);
    const late = Array.from({ length: 10 }, () => ask('waited-for'));
    await clock.pass(MINUTE);
    expect(visits.at(-1)?.admittedAt).toBe(10_000);
    expect(late.map(({ admittedAt }) => admittedAt)).toEqual(
      [1, 2, 3, 4, 5, 6, 7, 8, 9, 11].map((second) => second * 1000),
    );
  });

  test('divides the turn of who left among those who have less to ask', async () => {
    const { ask, clock } = governorLog({ perSecond: 1, burst: 2 });
    ask('waited-for', 2);
    const large = ask('waited-for', 2);
    ask('waited-for', 2);
    await clock.pass(100);
    large.leave();
    await clock.pass(0);
    const visits = [ask('waited-for', 1), ask('waited-for', 2), ask('waited-for', 1)];
    await clock.pass(MINUTE);
    expect(visits.map(({ admittedAt }) => admittedAt)).toEqual([2000, 6000, 2000]);
  });

  test('takes back what was not sent', async () => {
    const { ask, refund, clock } = governorLog({ perSecond: 1, burst: 2 });
    const unused = ask('ahead', 2);
    await clock.pass(10);
    refund(unused);
    const visit = ask('ahead', 2);
    await clock.pass(MINUTE);
    expect(visit.admittedAt).toBe(10);
  });

  test('takes back no more than there is room for', async () => {
    const { ask, governor, clock, visits } = governorLog({ perSecond: 1, burst: 2 });
    await clock.pass(10 * SECOND);
    governor.refund(100);
    for (let count = 0; count < 3; count += 1) ask('waited-for');
    await clock.pass(MINUTE);
    expect(sentOf(visits).map(({ at }) => at)).toEqual([10_000, 10_000, 11_000]);
  });

  test.each([
    ['perSecond', { perSecond: 0 }],
    ['perSecond', { perSecond: -1 }],
    ['perSecond', { perSecond: Infinity }],
    ['perSecond', { perSecond: Number.NaN }],
    ['burst', { burst: 0 }],
    ['burst', { burst: Infinity }],
  ])('cannot be made with a wrong %s', (argument, options) => {
    const error = thrownBy(() => rateGovernor(options));
    expect(error).toBeInstanceOf(errors.InvalidArgumentError);
    expect(error).toMatchObject({ argument });
  });

  test.each<[string, unknown]>([
    ['no request', { urgency: 'ahead', requests: 0 }],
    ['requests that are no number', { urgency: 'ahead', requests: Number.NaN }],
    ['another urgency', { urgency: 'soon', requests: 1 }],
  ])('refuses %s', async (_, asking) => {
    const governor = rateGovernor();
    const admit = (...args: unknown[]): unknown => Reflect.apply(Reflect.get(governor, 'admit'), governor, args);
    await expect(rejection(admit(asking))).resolves.toBeInstanceOf(errors.InvalidArgumentError);
  });

  test.each([-1, Number.NaN, Infinity])('takes back no %s requests', (requests) => {
    expect(thrownBy(() => rateGovernor().refund(requests))).toBeInstanceOf(errors.InvalidArgumentError);
  });
});

describe('a rate governor that heard 429', () => {
  test.each([
    { says: 'how long', retryAfter: 30, wait: 30 * SECOND },
    { says: 'nothing', retryAfter: undefined, wait: 5 * SECOND },
    { says: 'years', retryAfter: 100_000_000, wait: HOUR },
  ])('lets nobody through for a while when it says $says, and then one by one', async ({ retryAfter, wait }) => {
    const { ask, governor, clock, visits } = governorLog({ perSecond: 10 });
    governor.heard(await tooMany(retryAfter));
    for (let count = 0; count < 40; count += 1) ask(count % 2 ? 'ahead' : 'waited-for');
    await clock.pass(wait + MINUTE);
    const times = sentOf(visits).map(({ at }) => at - wait);
    expect(times).toHaveLength(40);
    expect(times.slice(0, 3)).toEqual([100, 200, 300]);
    expect(times.at(-1)).toBe(4000);
  });

  test('holds back those who had a turn within the pause', async () => {
    const { ask, governor, clock, visits } = governorLog({ perSecond: 1, burst: 1 });
    for (let count = 0; count < 4; count += 1) ask('waited-for');
    await clock.pass(500);
    governor.heard(await tooMany(2));
    await clock.pass(MINUTE);
    const times = sentOf(visits).map(({ at }) => at);
    expect(times).toEqual([0, 3000, 4000, 5000]);
  });

  test('does not open for what is given back meanwhile', async () => {
    const { ask, refund, governor, clock } = governorLog({ perSecond: 1, burst: 10 });
    const unused = [ask('ahead', 5), ask('ahead', 5)];
    await clock.pass(0);
    governor.heard(await tooMany(10));
    for (const visit of unused) refund(visit);
    const visits = [ask('ahead'), ask('waited-for')];
    await clock.pass(10 * SECOND);
    for (const visit of unused) refund(visit);
    await clock.pass(MINUTE);
    expect(visits.map(({ admittedAt }) => admittedAt)).toEqual([12_000, 11_000]);
  });

  test('keeps the longer of two pauses', async () => {
    const { ask, governor, clock } = governorLog({ perSecond: 1 });
    governor.heard(await tooMany(60));
    governor.heard(await tooMany(1));
    const visit = ask('waited-for');
    await clock.pass(HOUR);
    expect(visit.admittedAt).toBe(61_000);
  });
});

describe('a rate governor while plex.tv is away', () => {
  test('has those wait who are ahead of their time, and nobody else', async () => {
    const { ask, governor, clock } = governorLog({});
    governor.heard(await away());
    const visits = [ask('ahead'), ask('waited-for')];
    await clock.pass(MINUTE);
    expect(visits[0]?.admittedAt).toBeGreaterThanOrEqual(750);
    expect(visits[0]?.admittedAt).toBeLessThanOrEqual(1000);
    expect(visits[1]?.admittedAt).toBe(0);
  });

  test.each([
    { how: 'is not reached', error: away() },
    { how: 'answers 500', error: failure({ status: 500 }) },
    { how: 'answers 503', error: failure({ status: 503 }) },
  ])('leaves it in peace ever longer when it $how, to five minutes', async ({ error }) => {
    const { ask, governor, clock } = governorLog({});
    const reason = await error;
    const waits: number[] = [];
    for (let count = 0; count < 12; count += 1) {
      governor.heard(reason);
      const visit = ask('ahead');
      await clock.pass(HOUR);
      waits.push((visit.admittedAt ?? Infinity) - visit.askedAt);
    }
    const longest = [1, 2, 4, 8, 16, 32, 64, 128, 256, 300, 300, 300].map((seconds) => seconds * SECOND);
    expect(waits.every((wait, index) => wait <= (longest[index] ?? 0) && wait >= (longest[index] ?? 0) * 0.75)).toBe(
      true,
    );
  });

  test('takes what fails together for one failure', async () => {
    const { ask, governor, clock } = governorLog({});
    const error = await away();
    for (let count = 0; count < 50; count += 1) governor.heard(error);
    const visit = ask('ahead');
    await clock.pass(HOUR);
    expect(visit.admittedAt).toBeLessThanOrEqual(1000);
  });

  test.each([
    { what: 'an answer', turn: undefined },
    { what: 'a refusal', turn: { status: 401 } },
  ])('goes on at once after $what, and begins anew', async ({ turn }) => {
    const { ask, governor, clock } = governorLog({});
    const error = await away();
    for (let count = 0; count < 5; count += 1) {
      governor.heard(error);
      await clock.pass(HOUR);
    }
    governor.heard(error);
    governor.heard(turn && (await failure(turn)));
    const visit = ask('ahead');
    await clock.pass(0);
    expect(visit.admittedAt).toBe(5 * HOUR);
    governor.heard(error);
    const next = ask('ahead');
    await clock.pass(HOUR);
    expect((next.admittedAt ?? Infinity) - next.askedAt).toBeLessThanOrEqual(1000);
  });

  test.each([
    { what: 'a caller who left', reason: (): unknown => new DOMException('left', 'AbortError') },
    { what: 'a call that was never made', reason: () => rejection(new PlexAPI().pins.create()) },
  ])('learns nothing from $what', async ({ reason }) => {
    const { ask, governor, clock } = governorLog({});
    governor.heard(await away());
    governor.heard(await reason());
    const visit = ask('ahead');
    await clock.pass(MINUTE);
    expect(visit.admittedAt).toBeGreaterThanOrEqual(750);
  });

  test('lets them come at its rate when it is back, however many have waited', async () => {
    const { ask, governor, clock, visits } = governorLog({ perSecond: 10, burst: 5 });
    governor.heard(await away());
    for (let count = 0; count < 100; count += 1) ask('ahead');
    await clock.pass(MINUTE);
    const times = sentOf(visits).map(({ at }) => at);
    expect(times.filter((at) => at === times[0])).toHaveLength(5);
    expect((times.at(-1) ?? 0) - (times[0] ?? 0)).toBeCloseTo(9500, 3);
  });
});

describe('a rate governor on a clock that is wrong', () => {
  test('makes nobody wait for what had come when the clock is set back', async () => {
    const { ask, governor, clock } = governorLog({ perSecond: 1, burst: 1 });
    ask('waited-for');
    const early = ask('waited-for');
    clock.turn(-HOUR);
    const late = ask('waited-for');
    await clock.pass(5 * SECOND);
    expect([early.admittedAt, late.admittedAt]).toEqual([1000, 2000]);
    governor.heard(await tooMany(3));
    clock.turn(-HOUR);
    const last = ask('ahead');
    await clock.pass(5 * SECOND);
    expect(last.admittedAt).toBe(9000);
  });

  test('gives nobody more when the clock is set on', async () => {
    const { ask, clock, visits } = governorLog({ perSecond: 1, burst: 2 });
    for (let count = 0; count < 2; count += 1) ask('waited-for');
    clock.turn(HOUR);
    for (let count = 0; count < 4; count += 1) ask('waited-for');
    await clock.pass(MINUTE);
    expect(sentOf(visits).map(({ at }) => at)).toEqual([0, 0, 0, 0, 1000, 2000]);
  });
});

describe('questions that go by a governor', () => {
  test('end as they end, and it hears how', async () => {
    const { ask, governor, clock } = governorLog({});
    await expect(heard(governor, Promise.resolve('answer'))).resolves.toBe('answer');
    const error = await away();
    await expect(heard(governor, Promise.reject(Object(error)))).rejects.toBe(error);
    const visit = ask('ahead');
    await clock.pass(0);
    expect(visit.admittedAt).toBeUndefined();
  });

  test('go by the same one on the same clock', () => {
    const clock = steppedClock();
    expect(governorFor(clock)).toBe(governorFor(clock));
    expect(governorFor(clock)).not.toBe(governorFor(steppedClock()));
  });
});
