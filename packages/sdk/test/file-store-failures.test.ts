import { mkdir, readdir, rename, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { inspect } from 'node:util';
import { describe, expect, test, vi } from 'vitest';
import type { CredentialStore, StoreOptions } from '../src/index.js';
import { fileStore } from '../src/node.js';
import { credential, everythingIn, fileWorld, folderOf, namesIn, tokenOf } from './file-store-world.js';
import { movableClock } from './movable-clock.js';
import { beforeEachCall, refusal, watchFiles } from './watched-files.js';

// A slow disk takes its time over hundreds of writes.
vi.setConfig({ testTimeout: 60_000 });

const failed = (code: string): unknown =>
  expect.objectContaining({ code: 'STORE_FAILED', cause: expect.objectContaining({ code }) });

type Deed = (store: CredentialStore, options?: StoreOptions) => Promise<unknown>;

/** Everything that a store does. */
const deeds: readonly (readonly [string, Deed])[] = [
  ['read', (store, options) => store.read('alice', options)],
  ['write', (store, options) => store.write('alice', credential('canary-second'), options)],
  ['remove', (store, options) => store.remove('alice', options)],
  ['lease', (store, options) => store.lease('alice', 1000, options)],
  [
    'list',
    async (store, options) => {
      for await (const { name } of store.list(options)) expect(name).toBe('alice');
    },
  ],
];

describe.each(deeds)('%s', (_, deed) => {
  test('fails where a file is in the place of a folder', async () => {
    const { directory, store } = await fileWorld();
    await mkdir(dirname(directory));
    await writeFile(directory, 'canary-file');
    await expect(deed(store)).rejects.toThrow(failed('ENOTDIR'));
  });

  test('tells of a failure without the path and without what is stored', async () => {
    const { store } = await fileWorld();
    await store.write('alice', credential('canary-first'));
    watchFiles(() => Promise.reject(refusal('EACCES', 'open')));
    const error: unknown = await deed(store).catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ code: 'STORE_FAILED', cause: { message: 'EACCES: open', syscall: 'open' } });
    expect(inspect(error)).not.toContain('canary');
  });

  test('rejects with what is no failure of the system as it is', async () => {
    const { store } = await fileWorld();
    await store.write('alice', credential('first'));
    const mistake = new TypeError('of somebody else');
    watchFiles(() => Promise.reject(mistake));
    await expect(deed(store)).rejects.toBe(mistake);
  });

  test('ends as soon as a signal aborts, though the disk does not answer', async () => {
    const { store } = await fileWorld();
    await store.write('alice', credential('first'));
    const controller = new AbortController();
    const reason = new Error('left');
    watchFiles(() => {
      controller.abort(reason);
      return new Promise(() => {});
    });
    await expect(deed(store, { signal: controller.signal })).rejects.toBe(reason);
  });
});

/** How something ended that was done to a store with two versions of Alice's credential. */
interface Ended {
  readonly store: CredentialStore;
  readonly directory: string;
  /** What it threw; undefined when it succeeded. */
  readonly error: unknown;
  /** Whether the folder holds the same files as before. */
  readonly unchanged: boolean;
  /** The calls that it made to the disk, the chosen one the last of them or not. */
  readonly calls: readonly string[];
}

/** Does something to the disk's first call, then to the second in its place, until none is left. */
async function* atEachCall(deed: Deed, deal: (stop: AbortController) => void): AsyncGenerator<Ended> {
  let latest = 0;
  for (let chosen = 1; chosen <= latest + 1; chosen += 1) {
    const { directory, store } = await fileWorld();
    await store.write('alice', credential('first'));
    await store.write('alice', credential('second'));
    const before = await everythingIn(directory);
    const controller = new AbortController();
    const finish = dealWith(chosen, () => deal(controller));
    const error = await errorOf(deed(store, { signal: controller.signal }));
    const calls = finish();
    latest = Math.max(latest, calls.length);
    yield { store, directory, error, calls, unchanged: (await everythingIn(directory)).join() === before.join() };
  }
}

/** Deals with one call, by its number. What it gives says which there were, and ends it. */
function dealWith(chosen: number, deal: () => void): () => string[] {
  const calls: string[] = [];
  const stop = beforeEachCall((count, name) => {
    calls.push(name);
    if (count === chosen) deal();
  });
  return () => {
    stop();
    return calls;
  };
}

function fullDisk(): never {
  throw refusal('ENOSPC', 'write');
}

async function errorOf(work: Promise<unknown>): Promise<unknown> {
  return work.then(
    () => undefined,
    (error: unknown) => error,
  );
}

test('a write that fails anywhere leaves what was there or what was to be, and its successor is whole', async () => {
  const outcomes = new Set<string>();
  for await (const { store, directory, error } of atEachCall(
    (one) => one.write('alice', credential('third')),
    fullDisk,
  )) {
    expect([undefined, failed('ENOSPC')]).toContainEqual(error);
    outcomes.add(`${error ? 'failed' : 'done'}: ${String(await tokenOf(store))}`);
    await store.write('alice', credential('fourth'));
    await expect(tokenOf(store)).resolves.toBe('fourth');
    await expect(readdir(folderOf(directory, 'alice'))).resolves.toHaveLength(2);
  }
  expect(outcomes).toEqual(new Set(['failed: second', 'failed: third', 'done: third']));
});

test('a first write that fails anywhere leaves nothing or what was to be, and nothing half made', async () => {
  const outcomes = new Set<string>();
  for await (const { store, directory, error } of atEachCall(
    (one) => one.write('carla', credential('first')),
    fullDisk,
  )) {
    expect([undefined, failed('ENOSPC')]).toContainEqual(error);
    outcomes.add(`${error ? 'failed' : 'done'}: ${String(await tokenOf(store, 'carla'))}`);
    await expect(readdir(join(directory, 'new'))).resolves.toEqual([]);
    await store.write('carla', credential('second'));
    await expect(namesIn(store)).resolves.toEqual(['alice', 'carla']);
  }
  expect(outcomes).toEqual(new Set(['failed: undefined', 'failed: first', 'done: first']));
});

test('a removal that fails anywhere leaves what was there or nothing, and the next one no secret', async () => {
  const outcomes = new Set<string>();
  for await (const { store, directory, error } of atEachCall((one) => one.remove('alice'), fullDisk)) {
    expect([undefined, failed('ENOSPC')]).toContainEqual(error);
    const files = await readdir(folderOf(directory, 'alice'));
    outcomes.add(`${error ? 'failed' : `done, ${files.length} left`}: ${String(await tokenOf(store))}`);
    await store.remove('alice');
    await expect(readdir(folderOf(directory, 'alice'))).resolves.toHaveLength(1);
  }
  expect(outcomes).toEqual(new Set(['failed: second', 'failed: undefined', 'done, 1 left: undefined']));
});

test.each(['alice', 'carla'])(
  'a write that a signal ends before it is done leaves what was there: %s',
  async (name) => {
    const write: Deed = (store, options) => store.write(name, credential('third'), options);
    const outcomes: string[] = [];
    let done = 0;
    for await (const { store, error, unchanged, calls } of atEachCall(write, (stop) => stop.abort('left'))) {
      outcomes.push(`${String(error)}, ${unchanged ? 'as before' : String(await tokenOf(store, name))}`);
      done = calls.indexOf('rename');
    }
    const wanted = outcomes.map((_, call) => (call < done ? 'left, as before' : 'undefined, third'));
    expect(outcomes).toEqual(wanted);
    expect(done).toBeGreaterThan(3);
  },
);

test('a disk on which folders have nothing to flush will do, and one that fails to flush will not', async () => {
  const { directory, store } = await fileWorld();
  let code = 'EINVAL';
  watchFiles(({ name, path, proceed }) => {
    const folder = path.startsWith(dirname(directory)) && !/\.(?:mark|jsonl)$/.test(path);
    return name === 'file.sync' && folder ? Promise.reject(refusal(code, 'fsync')) : proceed();
  });
  await store.write('alice', credential('first'));
  await store.write('alice', credential('second'));
  code = 'EIO';
  await expect(store.write('alice', credential('third'))).rejects.toThrow(failed('EIO'));
  await expect(tokenOf(store)).resolves.toBe('second');
});

test('whoever was so slow that others took it for dead writes all the same', async () => {
  const { directory, store } = await fileWorld();
  let swept = 0;
  beforeEachCall(async (_, name) => {
    if (name !== 'rename' || swept > 0) return;
    swept += 1;
    const [made = ''] = await readdir(join(directory, 'new'));
    await rename(join(directory, 'new', made), join(directory, 'elsewhere'));
  });
  await store.write('alice', credential('a-token'));
  expect(swept).toBe(1);
  await expect(tokenOf(store)).resolves.toBe('a-token');
});

test('a lease that cannot be given back says so, and is over in its time', async () => {
  const { directory } = await fileWorld();
  const lease = await fileStore(directory, { clock: { now: () => 0 } }).lease('alice', 1000);
  const stop = watchFiles(() => Promise.reject(refusal('EIO', 'rename')));
  await expect(lease?.release()).rejects.toThrow(failed('EIO'));
  stop();
  await expect(fileStore(directory, { clock: { now: () => 1000 } }).lease('alice', 1)).resolves.toBeDefined();
});

test('a lease that is over before the disk has it is not given: somebody else may have it', async () => {
  const { directory } = await fileWorld();
  const clock = movableClock();
  const [slow, other] = [fileStore(directory, { clock }), fileStore(directory, { clock })];
  await (await slow.lease('alice', 1000))?.release();
  const calls: string[] = [];
  const taken: unknown[] = [];
  const stop = watchFiles(async ({ name, proceed }) => {
    if (name === 'file.sync' && calls.includes('rename')) {
      stop();
      clock.advance(1000);
      taken.push(await other.lease('alice', 5000));
    }
    calls.push(name);
    return proceed();
  });
  await expect(slow.lease('alice', 1000)).resolves.toBeUndefined();
  expect(taken).toEqual([expect.objectContaining({ release: expect.any(Function) })]);
  clock.advance(5000);
  await expect(slow.lease('alice', 1000)).resolves.toBeDefined();
});

test('a look that comes in the middle of a change is taken again', async () => {
  const { store } = await fileWorld();
  await store.write('alice', credential('first'));
  let looks = 0;
  watchFiles(async ({ name, proceed }) => {
    if (name === 'readdir') looks += 1;
    return name === 'readdir' && looks === 1 ? [] : proceed();
  });
  await expect(tokenOf(store)).resolves.toBe('first');
  expect(looks).toBe(2);
});
