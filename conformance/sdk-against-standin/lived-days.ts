import type { Clock, CredentialStore, FetchLike } from '@ticketstub/sdk';
import { type SeedInput, type StandIn, startStandIn } from '@ticketstub/standin';
import { setTimeout } from 'node:timers/promises';

/** A request of the SDK's, by the stand-in's clock. */
export interface Noted {
  readonly at: number;
  readonly path: string;
}

/** A stand-in whose days pass when everybody waits. */
export interface LivedDays extends AsyncDisposable {
  readonly standIn: StandIn<string>;
  /** The stand-in's own; whoever sleeps by it wakes in turn. */
  readonly clock: Clock;
  readonly fetch: FetchLike;
  readonly noted: readonly Noted[];
  readonly network: { isDown: boolean };
  /** The same store; time takes a while to pass for whoever has a lease of it. */
  watched(store: CredentialStore): CredentialStore;
  /** Lets so many milliseconds pass, each sleeper in turn. */
  pass(ms: number): Promise<void>;
  /** Lets time pass until some work has ended. */
  during<T>(work: Promise<T>): Promise<T>;
}

interface Sleeper {
  readonly at: number;
  readonly wake: () => void;
}

/** Milliseconds of real time in which whatever waits for no time has ended: a signature takes a fraction of one. */
const BREATH = 2;

/** Breaths for whoever has a lease: they sign something, or wait for their turn. */
const PATIENCE = 10;

/** Starts one. */
export async function liveDays(seed: SeedInput): Promise<LivedDays> {
  const standIn = await startStandIn({ listen: false, seed, startAt: Date.UTC(2030, 0, 1) });
  const sleepers = new Set<Sleeper>();
  const noted: Noted[] = [];
  const network = { isDown: false };
  const busy = { requests: 0, leases: 0 };
  const now = (): number => standIn.clock.now();
  const wakeAt = async (time: number): Promise<void> => {
    standIn.control.advanceClock(Math.max(0, time - now()));
    for (const sleeper of Array.from(sleepers)) if (sleeper.at <= now()) sleeper.wake();
    await settled(busy);
  };
  const pass = async (ms: number): Promise<void> => {
    const end = now() + ms;
    await settled(busy);
    for (;;) {
      const next = Math.min(...[...sleepers].map(({ at }) => at));
      if (next > end) break;
      await wakeAt(next);
    }
    await wakeAt(end);
  };
  return {
    standIn,
    noted,
    network,
    clock: { now, sleep: (ms, signal) => sleepUntil(sleepers, now() + ms, signal) },
    async fetch(url, init) {
      noted.push({ at: now(), path: new URL(url).pathname });
      if (network.isDown) return new Response('', { status: 503 });
      busy.requests += 1;
      try {
        return await standIn.fetch(url, init);
      } finally {
        busy.requests -= 1;
      }
    },
    pass,
    watched: (store) => watched(store, busy),
    async during(work) {
      const ended = Promise.allSettled([work]);
      await settled(busy);
      while (!(await Promise.race([ended, Promise.resolve(false)]))) await pass(1000);
      return work;
    },
    [Symbol.asyncDispose]: () => standIn.close(),
  };
}

/** What is under way. */
interface Busy {
  requests: number;
  leases: number;
}

/** Lets everything happen that waits for no time. */
async function settled(busy: Busy): Promise<void> {
  let breaths = 0;
  do {
    await setTimeout(BREATH);
    breaths += 1;
  } while (busy.requests > 0 || (busy.leases > 0 && breaths < PATIENCE));
}

function watched(store: CredentialStore, busy: Busy): CredentialStore {
  return {
    read: (name, options) => store.read(name, options),
    write: (name, credential, options) => store.write(name, credential, options),
    remove: (name, options) => store.remove(name, options),
    list: (options) => store.list(options),
    async lease(name, ttl, options) {
      const lease = await store.lease(name, ttl, options);
      if (!lease) return lease;
      busy.leases += 1;
      return {
        async release() {
          busy.leases -= 1;
          await lease.release();
        },
      };
    },
  };
}

function sleepUntil(sleepers: Set<Sleeper>, at: number, signal: AbortSignal | undefined): Promise<void> {
  return new Promise((resolve, reject) => {
    const leave = (): void => {
      sleepers.delete(sleeper);
      reject(signal?.reason);
    };
    const sleeper = {
      at,
      wake: () => {
        sleepers.delete(sleeper);
        signal?.removeEventListener('abort', leave);
        resolve();
      },
    };
    if (signal?.aborted) leave();
    else sleepers.add(sleeper);
    signal?.addEventListener('abort', leave);
  });
}

/** The most requests within any window of so many milliseconds. */
export function mostWithin(noted: readonly Noted[], window: number): number {
  let first = 0;
  let most = 0;
  for (const [index, { at }] of noted.entries()) {
    while (at - (noted[first]?.at ?? at) >= window) first += 1;
    most = Math.max(most, index - first + 1);
  }
  return most;
}
