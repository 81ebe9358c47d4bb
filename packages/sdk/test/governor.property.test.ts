import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { drawSeed } from './draw-seed.js';
import { excessOf, type GovernorLog, governorLog, sentOf, type Visit } from './governor-log.js';
import { rejection, scene } from './scene.js';

/** What arithmetic with fractions of milliseconds may be off by, in requests. */
const ROUNDING = 1e-3;
const HOUR = 3_600_000;

const options = fc.record({
  perSecond: fc.constantFrom(0.5, 1, 3, 10, 250),
  burst: fc.constantFrom(1, 2, 5, 20),
});

type Event =
  | { readonly do: 'ask'; readonly urgency: 'waited-for' | 'ahead'; readonly requests: number }
  | { readonly do: 'leave' | 'refund'; readonly whom: number }
  | { readonly do: 'pass'; readonly ms: number }
  | { readonly do: 'refused'; readonly seconds: number | undefined };

const ask = fc.record({
  do: fc.constant('ask' as const),
  urgency: fc.constantFrom('waited-for', 'ahead'),
  requests: fc.oneof({ weight: 5, arbitrary: fc.constant(1) }, { weight: 1, arbitrary: fc.constantFrom(2, 3) }),
});
const leave = fc.record({ do: fc.constantFrom('leave', 'refund'), whom: fc.nat() });
const pass = fc.record({ do: fc.constant('pass' as const), ms: fc.oneof(fc.constant(0), fc.nat(300), fc.nat(10_000)) });
const refused = fc.record({ do: fc.constant('refused' as const), seconds: fc.option(fc.nat(20), { nil: undefined }) });

const events = fc.array(
  fc.oneof({ weight: 6, arbitrary: ask }, { weight: 2, arbitrary: leave }, { weight: 4, arbitrary: pass }),
  { maxLength: 60 },
);
const eventsWithPauses = fc.array(
  fc.oneof({ weight: 6, arbitrary: ask }, { weight: 2, arbitrary: leave }, { weight: 4, arbitrary: pass }, refused),
  { maxLength: 60 },
);

/** A pause that plex.tv asked for: who was let through before it, and until when nobody may be. */
interface Pause {
  readonly before: ReadonlySet<Visit>;
  readonly until: number;
}

/** Lets it all happen, then lets everybody through who still waits. */
async function happen(log: GovernorLog, all: readonly Event[]): Promise<Pause[]> {
  const { clock, visits, governor } = log;
  const pauses: Pause[] = [];
  for (const event of all) {
    if (event.do === 'ask') log.ask(event.urgency, event.requests);
    else if (event.do === 'pass') await clock.pass(event.ms);
    else if (event.do === 'refused') {
      governor.heard(await tooMany(event.seconds));
      const before = new Set(visits.filter(({ admittedAt }) => admittedAt !== undefined));
      pauses.push({ before, until: clock.elapsed + (event.seconds ?? 5) * 1000 });
    } else {
      const visit = visits[event.whom % Math.max(1, visits.length)];
      if (event.do === 'leave') visit?.leave();
      else if (visit && isToGiveBack(visit)) log.refund(visit);
      await clock.pass(0);
    }
  }
  await clock.pass(HOUR);
  return pauses;
}

function isToGiveBack({ admittedAt, refundedAt }: Visit): boolean {
  return admittedAt !== undefined && refundedAt === undefined;
}

function tooMany(seconds: number | undefined): Promise<unknown> {
  const headers: Record<string, string> = seconds === undefined ? {} : { 'retry-after': `${seconds}` };
  const { plex } = scene({ status: 429, headers });
  return rejection(plex.authentication.getTokenDetails({ retries: { strategy: 'none' } }));
}

/** What was let through and given back later is room that was there for longer than it seems. */
function givenBackLate(visits: readonly Visit[], perSecond: number): number {
  const late = visits.map(({ admittedAt = 0, refundedAt = admittedAt }) => refundedAt - admittedAt);
  return (Math.max(0, ...late) * perSecond) / 1000;
}

describe('whoever comes, leaves and gives back, a rate governor', { timeout: 60_000 }, () => {
  test('lets through no more in any window than its rate and a burst', async () => {
    const seed = drawSeed('windows of a governor');
    await fc.assert(
      fc.asyncProperty(options, events, async ({ perSecond, burst }, all) => {
        const log = governorLog({ perSecond, burst });
        await happen(log, all);
        const atOnce = Math.max(burst, ...log.visits.map(({ requests }) => requests));
        const late = givenBackLate(log.visits, perSecond);
        expect(excessOf(log.visits, perSecond, atOnce + late)).toBeLessThanOrEqual(ROUNDING);
      }),
      { seed, numRuns: 150 },
    );
  });

  test('lets nobody through in a pause, and after it no more than its rate', async () => {
    const seed = drawSeed('pauses of a governor');
    await fc.assert(
      fc.asyncProperty(options, eventsWithPauses, async ({ perSecond, burst }, all) => {
        const log = governorLog({ perSecond, burst });
        for (const { before, until } of await happen(log, all)) {
          const after = log.visits.filter((visit) => visit.admittedAt !== undefined && !before.has(visit));
          expect(Math.min(...after.map(({ admittedAt = 0 }) => admittedAt))).toBeGreaterThanOrEqual(until);
          const late = givenBackLate(after, perSecond);
          const allowed = (at: number): number => (perSecond * (at - until)) / 1000 + late + 3 + ROUNDING;
          expect(after.every(({ admittedAt = 0 }) => sentBy(after, admittedAt) <= allowed(admittedAt))).toBe(true);
        }
        expect(log.visits.filter(isWaiting)).toEqual([]);
      }),
      { seed, numRuns: 150 },
    );
  });

  test('lets everybody through in the end, and nobody ahead of their time while somebody waits', async () => {
    const seed = drawSeed('turns of a governor');
    await fc.assert(
      fc.asyncProperty(options, events, async ({ perSecond, burst }, all) => {
        const log = governorLog({ perSecond, burst });
        await happen(log, all);
        expect(log.visits.filter(isWaiting)).toEqual([]);
        for (const { urgency, admittedAt = Infinity } of log.visits) {
          if (urgency !== 'ahead') continue;
          const passedOver = log.visits.filter(
            (other) =>
              other.urgency === 'waited-for' && other.askedAt < admittedAt && (other.admittedAt ?? -1) > admittedAt,
          );
          expect(passedOver).toEqual([]);
        }
      }),
      { seed, numRuns: 150 },
    );
  });

  test('loses nothing of its rate while nobody leaves', async () => {
    const seed = drawSeed('the rate of a governor');
    await fc.assert(
      fc.asyncProperty(options, fc.array(ask, { minLength: 1, maxLength: 40 }), async ({ perSecond, burst }, all) => {
        const log = governorLog({ perSecond, burst });
        await happen(log, all);
        const requests = all.reduce((sum, one) => sum + one.requests, 0);
        const last = sentOf(log.visits).at(-1)?.at ?? 0;
        expect(last).toBeLessThanOrEqual((Math.max(0, requests - Math.min(burst, 1)) * 1000) / perSecond + 1);
      }),
      { seed, numRuns: 150 },
    );
  });
});

function isWaiting({ admittedAt, leftAt }: Visit): boolean {
  return admittedAt === undefined && leftAt === undefined;
}

function sentBy(visits: readonly Visit[], time: number): number {
  return sentOf(visits).reduce((sum, { at, requests }) => (at <= time ? sum + requests : sum), 0);
}
