import {
  type Bench,
  credential,
  demand,
  demandFailure,
  demandSame,
  failure,
  type Promised,
  SECRET,
} from './store-under-test.js';

/** Names that a careless store mixes up, takes for something else, or cannot keep. */
const NAMES = [
  'alice',
  'Alice',
  'alice ',
  'alice/bob',
  'alice%2Fbob',
  '../alice',
  '.',
  '..',
  'CON',
  'a:b*c?d"e',
  '__proto__',
  'constructor',
  "'; drop table credentials; --",
  '100%_sure',
  'Zoë',
  'Zoe\u0308',
  '🎟️',
  'x'.repeat(512),
];

const MANY = 250;
const RIVALS = 10;

/** What reading, writing and removing promise. */
export const contents: readonly Promised[] = [
  { title: 'has nothing under a name that nobody wrote to', keep: hasNothing },
  { title: 'gives back what was written, to every process, members that nobody knows included', keep: givesBack },
  { title: 'keeps a copy: what its callers do to theirs changes nothing', keep: keepsCopies },
  { title: 'gives each write a version that the name never had', keep: givesVersions },
  { title: 'writes over whatever is there when no version is named', keep: writesOver },
  { title: 'writes with ifVersion null only where nothing is', keep: writesOnce },
  { title: 'refuses to write over another version than was named, and leaves what is there', keep: refusesStale },
  { title: 'lets one of many writers of the same version win', keep: letsOneWin },
  { title: 'removes what is there, and says whether anything was', keep: removes },
  { title: 'refuses to remove another version than was named', keep: refusesStaleRemoval },
  { title: 'keeps apart every two names that are not equal', keep: keepsNamesApart },
  { title: 'keeps a credential of 64 KiB', keep: keepsLarge },
  { title: 'refuses what is no credential, and leaves what is there', keep: refusesOthers },
  { title: 'does nothing once the signal has aborted, and rejects with its reason', keep: obeysSignal },
];

async function hasNothing({ store }: Bench): Promise<void> {
  demand((await store.read('nobody')) === undefined, 'what nobody wrote reads as undefined');
}

async function givesBack({ store, other }: Bench): Promise<void> {
  const written = {
    ...credential(),
    schema: 7,
    kind: 'of-another-time',
    expiresAt: 1_924_988_399_123,
    unknown: { deep: [1, null, { text: 'é 🎟️ \u0000 " \\', flag: false }] },
  };
  demand((await other.read('alice')) === undefined, 'what nobody wrote reads as undefined');
  const version = await store.write('alice', written);
  const found = await other.read('alice');
  demandSame(found?.credential, written, 'every process reads what was written');
  demand(found?.version === version, 'a read tells the version that the write gave');
  await store.write('alice', credential());
  demandSame((await other.read('alice'))?.credential, credential(), 'and what was written after it had read');
}

async function keepsCopies({ store }: Bench): Promise<void> {
  const mine = { ...credential(), list: ['as written'] };
  await store.write('alice', mine);
  mine.list.push('changed afterwards');
  const first = await store.read('alice');
  demandSame(first?.credential['list'], ['as written'], 'changing what was written changes nothing in the store');
  Object.assign(first?.credential ?? {}, { token: 'changed' });
  const second = await store.read('alice');
  demandSame(second?.credential['token'], credential().token, 'changing what was read changes nothing in the store');
}

async function givesVersions({ store }: Bench): Promise<void> {
  const versions = [await store.write('alice', credential()), await store.write('alice', credential())];
  await store.remove('alice');
  versions.push(await store.write('alice', credential()));
  demand(
    versions.every((version) => typeof version === 'string'),
    'a version is a text',
  );
  demand(new Set(versions).size === versions.length, 'no version comes back, not even after a removal');
}

async function writesOver({ store, other }: Bench): Promise<void> {
  await store.write('alice', credential());
  await other.write('alice', credential('second'));
  demandSame((await store.read('alice'))?.credential, credential('second'), 'the last write is what is read');
}

async function writesOnce({ store, other }: Bench): Promise<void> {
  await store.write('alice', credential(), { ifVersion: null });
  const again = other.write('alice', credential('second'), { ifVersion: null });
  await demandFailure(again, 'STORE_CONFLICT', 'a write that wants nothing there fails where something is');
  demandSame((await store.read('alice'))?.credential, credential(), 'a refused write changes nothing');
}

async function refusesStale({ store, other }: Bench): Promise<void> {
  const first = await store.write('alice', credential());
  const second = await other.write('alice', credential('second'), { ifVersion: first });
  const stale = store.write('alice', credential('late'), { ifVersion: first });
  await demandFailure(stale, 'STORE_CONFLICT', 'a write with a version of before fails');
  const found = await store.read('alice');
  demandSame(found?.credential, credential('second'), 'a refused write changes nothing');
  demand(found?.version === second, 'a refused write leaves the version');
  const nothing = store.write('nobody', credential(), { ifVersion: first });
  await demandFailure(nothing, 'STORE_CONFLICT', 'a write with a version fails where nothing is');
  demand((await store.read('nobody')) === undefined, 'a refused write leaves nothing');
}

async function letsOneWin({ store, other }: Bench): Promise<void> {
  const ifVersion = await store.write('alice', credential());
  const marks = Array.from({ length: RIVALS }, (_, index) => `rival-${index}`);
  const outcomes = await Promise.all(
    marks.map(async (mark, index) => {
      const failed = await failure((index % 2 ? store : other).write('alice', credential(mark), { ifVersion }));
      return failed ? [] : [mark];
    }),
  );
  const [winner, ...others] = outcomes.flat();
  demand(winner !== undefined && others.length === 0, 'exactly one of many writers of one version wins');
  demandSame((await store.read('alice'))?.credential, credential(winner), 'what the winner wrote is read');
}

async function removes({ store, other }: Bench): Promise<void> {
  await store.write('alice', credential());
  demand(await other.remove('alice'), 'a removal says that something was there');
  demand((await store.read('alice')) === undefined, 'what was removed is gone');
  demand(!(await store.remove('alice')), 'a removal says that nothing was there');
}

async function refusesStaleRemoval({ store }: Bench): Promise<void> {
  const first = await store.write('alice', credential());
  const second = await store.write('alice', credential('second'));
  const stale = store.remove('alice', { ifVersion: first });
  await demandFailure(stale, 'STORE_CONFLICT', 'a removal with a version of before fails');
  const nothing = store.remove('alice', { ifVersion: null });
  await demandFailure(nothing, 'STORE_CONFLICT', 'a removal that wants nothing there fails where something is');
  demand((await store.read('alice')) !== undefined, 'a refused removal removes nothing');
  demand(await store.remove('alice', { ifVersion: second }), 'a removal with the version that is there succeeds');
}

async function keepsNamesApart({ store, other }: Bench): Promise<void> {
  for (const [index, name] of NAMES.entries()) await store.write(name, credential(`${index}`));
  for (const [index, name] of NAMES.entries()) {
    const found = await other.read(name);
    demandSame(found?.credential['token'], credential(`${index}`).token, `a name of its own is kept: ${index}`);
  }
  await store.remove('alice');
  demand((await store.read('Alice')) !== undefined, 'removing one name leaves the others');
}

async function keepsLarge({ store, other }: Bench): Promise<void> {
  const large = { ...credential(), padding: 'é'.repeat(2 ** 15) };
  await store.write('alice', large);
  demandSame((await other.read('alice'))?.credential, large, 'a credential of 64 KiB is read whole');
}

async function refusesOthers({ store }: Bench): Promise<void> {
  await store.write('alice', credential());
  const wrong = [{ schema: 0 }, { schema: 1.5 }, { kind: '' }, { clientID: '' }, { expiresAt: Number.NaN }];
  for (const members of wrong) {
    const failed = await failure(store.write('alice', { ...credential(SECRET), ...members }));
    demand(failed !== undefined, `what is no credential is refused: ${Object.keys(members).join()}`);
    demand(!String(failed.error).includes(SECRET), 'an error shows no secret');
  }
  demand((await failure(store.write('', credential()))) !== undefined, 'a name is not empty');
  demandSame((await store.read('alice'))?.credential, credential(), 'a refused write changes nothing');
}

async function obeysSignal({ store }: Bench): Promise<void> {
  const version = await store.write('alice', credential());
  const reason = new Error('left');
  const signal = AbortSignal.abort(reason);
  const attempts = [
    store.read('alice', { signal }),
    store.write('alice', credential('second'), { signal }),
    store.remove('alice', { signal }),
    store.lease('alice', 1000, { signal }),
    (async () => {
      for await (const _ of store.list({ signal })) break;
    })(),
  ];
  for (const failed of await Promise.all(attempts.map((attempt) => failure(attempt)))) {
    demand(failed?.error === reason, 'an aborted signal rejects with its reason');
  }
  demand((await store.read('alice'))?.version === version, 'what was aborted changes nothing');
  demand((await store.lease('alice', 1000)) !== undefined, 'what was aborted takes no lease');
}

/** What a listing promises. */
export const listings: readonly Promised[] = [
  { title: 'lists everything once, by name, version and kind', keep: listsAll },
  { title: 'lists what begins with a prefix, letter by letter', keep: listsPrefix },
  { title: 'lists no secret', keep: listsNoSecret },
];

async function listed({ other }: Bench, prefix?: string): Promise<Record<string, unknown>[]> {
  const found: Record<string, unknown>[] = [];
  for await (const entry of other.list(prefix === undefined ? {} : { prefix })) found.push({ ...entry });
  return found;
}

async function listsAll(bench: Bench): Promise<void> {
  demandSame(await listed(bench), [], 'a store with nothing in it lists nothing');
  const wanted = new Map<string, string>();
  for (let index = 0; index < MANY; index += 1) {
    const name = `person-${index}`;
    wanted.set(name, await bench.store.write(name, { ...credential(), expiresAt: index + 1 }));
  }
  await bench.store.remove('person-7');
  wanted.delete('person-7');
  const found = await listed(bench);
  demand(found.length === wanted.size, 'everything that is there is listed once');
  for (const { name, version, kind, clientID, expiresAt } of found) {
    demand(wanted.get(String(name)) === version, 'a listing tells each name with its version');
    demand(kind === 'account-token' && clientID === 'an-installation', 'a listing tells kind and client identifier');
    demand(`person-${Number(expiresAt) - 1}` === name, 'a listing tells when each ends');
  }
}

async function listsPrefix(bench: Bench): Promise<void> {
  for (const name of ['a_b', 'a_c', 'axb', 'A_b', 'b']) await bench.store.write(name, credential());
  const names = (await listed(bench, 'a_')).map(({ name }) => name);
  demand(names.length === 2 && names.includes('a_b') && names.includes('a_c'), 'a prefix is taken letter by letter');
}

async function listsNoSecret(bench: Bench): Promise<void> {
  await bench.store.write('alice', credential());
  await bench.store.write('bruno', { ...credential(), kind: 'unknown', inside: { deep: [SECRET] } });
  demand(!JSON.stringify(await listed(bench)).includes(SECRET), 'a listing shows no secret');
}
