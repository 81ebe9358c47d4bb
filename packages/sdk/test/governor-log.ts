import { type RateGovernor, rateGovernor, type RateGovernorOptions, type Urgency } from '../src/index.js';
import { steppedClock, type SteppedClock } from './stepped-clock.js';

/** Somebody who asks to be let through. */
export interface Visit {
  readonly urgency: Urgency;
  readonly requests: number;
  readonly askedAt: number;
  /** When they were let through; undefined while they wait, and when they have left. */
  admittedAt?: number | undefined;
  leftAt?: number | undefined;
  /** When they gave it back. */
  refundedAt?: number | undefined;
  readonly leave: () => void;
}

/** A governor, its clock, and who came by, with times in milliseconds that have passed. */
export interface GovernorLog {
  readonly governor: RateGovernor;
  readonly clock: SteppedClock;
  readonly visits: readonly Visit[];
  readonly ask: (urgency: Urgency, requests?: number) => Visit;
  readonly refund: (visit: Visit) => void;
}

/** A governor on a clock that is let pass. */
export function governorLog(options: RateGovernorOptions): GovernorLog {
  const clock = steppedClock();
  const governor = rateGovernor({ ...options, clock });
  const visits: Visit[] = [];
  return {
    governor,
    clock,
    visits,
    ask(urgency, requests = 1) {
      const controller = new AbortController();
      const visit: Visit = {
        urgency,
        requests,
        askedAt: clock.elapsed,
        leave: () => controller.abort(new Error('left')),
      };
      visits.push(visit);
      governor.admit({ urgency, requests, signal: controller.signal }).then(
        () => (visit.admittedAt = clock.elapsed),
        () => (visit.leftAt = clock.elapsed),
      );
      return visit;
    },
    refund(visit) {
      visit.refundedAt = clock.elapsed;
      governor.refund(visit.requests);
    },
  };
}

/** What was let through and is sent, in the order of time. */
export function sentOf(visits: readonly Visit[]): { readonly at: number; readonly requests: number }[] {
  return visits
    .filter(({ refundedAt }) => refundedAt === undefined)
    .flatMap(({ admittedAt, requests }) => (admittedAt === undefined ? [] : [{ at: admittedAt, requests }]))
    .toSorted((a, b) => a.at - b.at);
}

/** By how many requests the fullest of all windows exceeds so many a second and so many at once. */
export function excessOf(visits: readonly Visit[], perSecond: number, atOnce: number): number {
  const sent = sentOf(visits);
  let worst = -Infinity;
  for (let first = 0; first < sent.length; first += 1) {
    let requests = 0;
    for (const { at, requests: more } of sent.slice(first)) {
      requests += more;
      const allowed = (perSecond * (at - (sent[first]?.at ?? 0))) / 1000 + atOnce;
      worst = Math.max(worst, requests - allowed);
    }
  }
  return worst;
}
