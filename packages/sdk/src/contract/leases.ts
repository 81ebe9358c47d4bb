import { type Bench, credential, demand, failure, type Promised } from './store-under-test.js';

const RIVALS = 10;

/** What leases promise. */
export const leases: readonly Promised[] = [
  { title: 'gives a lease to one at a time, and says so at once to the others', keep: givesOne },
  { title: 'gives a lease to one of many who ask together', keep: givesOneOfMany },
  { title: 'gives a lease that was given back', keep: givesReleased },
  { title: 'gives the lease of one who died, once its time is over and not before', keep: givesExpired },
  { title: 'leaves a lease to its new holder when the old one gives it back late', keep: survivesLateRelease },
  { title: 'takes a lease that is given back twice', keep: releasesTwice },
  { title: 'gives a lease for each name, written to or not, and lets everybody read and write', keep: barsNobody },
  { title: 'gives no lease without an end', keep: refusesEndless },
];

async function givesOne({ store, other, ttl }: Bench): Promise<void> {
  demand((await store.lease('alice', ttl)) !== undefined, 'a free lease is given');
  demand((await other.lease('alice', ttl)) === undefined, 'a lease that somebody has is given to no other process');
  demand((await store.lease('alice', ttl)) === undefined, 'nor twice to one process');
}

async function givesOneOfMany({ store, other, ttl }: Bench): Promise<void> {
  const asking = Array.from({ length: RIVALS }, (_, index) => (index % 2 ? store : other).lease('alice', ttl));
  const given = (await Promise.all(asking)).filter((lease) => lease !== undefined);
  demand(given.length === 1, 'exactly one of many who ask together gets the lease');
}

async function givesReleased({ store, other, ttl }: Bench): Promise<void> {
  const lease = await store.lease('alice', ttl);
  await lease?.release();
  demand((await other.lease('alice', ttl)) !== undefined, 'a lease that was given back is free');
}

async function givesExpired({ store, other, elapse, ttl }: Bench): Promise<void> {
  await store.lease('alice', ttl);
  await elapse(ttl / 2);
  demand((await other.lease('alice', ttl)) === undefined, 'a lease lasts for its time');
  await elapse(ttl);
  demand((await other.lease('alice', ttl)) !== undefined, 'a lease whose time is over is free');
}

async function survivesLateRelease({ store, other, elapse, ttl }: Bench): Promise<void> {
  const late = await store.lease('alice', ttl);
  await elapse(ttl * 1.5);
  demand((await other.lease('alice', ttl)) !== undefined, 'a lease whose time is over is free');
  await late?.release();
  demand((await store.lease('alice', ttl)) === undefined, 'giving back a lease of before frees nobody else’s');
}

async function releasesTwice({ store, other, ttl }: Bench): Promise<void> {
  const lease = await store.lease('alice', ttl);
  await lease?.release();
  const next = await other.lease('alice', ttl);
  await lease?.release();
  demand(next !== undefined, 'a lease that was given back is free');
  demand((await store.lease('alice', ttl)) === undefined, 'giving it back again frees nobody else’s');
}

async function barsNobody({ store, other, ttl }: Bench): Promise<void> {
  demand((await store.lease('nobody', ttl)) !== undefined, 'nothing needs to be stored for a lease');
  demand((await other.read('nobody')) === undefined, 'a lease stores nothing');
  for await (const { name } of other.list()) demand(name !== 'nobody', 'a lease is not listed');
  await other.write('nobody', credential(), { ifVersion: null });
  demand((await store.read('nobody')) !== undefined, 'a lease bars nobody from reading and writing');
  demand((await store.lease('nobody', ttl)) === undefined, 'a write frees no lease');
  demand((await other.lease('somebody', ttl)) !== undefined, 'each name has a lease of its own');
}

async function refusesEndless({ store }: Bench): Promise<void> {
  for (const ttl of [0, -1, Number.NaN, Infinity]) {
    demand((await failure(store.lease('alice', ttl))) !== undefined, `a lease is not given for ${ttl} ms`);
  }
}
