import { expect, onTestFinished, test } from 'vitest';
import { openWorld, storeWith } from './source-world.js';

/** What nobody has handled, from now on. */
function unhandled(): unknown[] {
  const reasons: unknown[] = [];
  const note = (reason: unknown): void => void reasons.push(reason);
  process.on('unhandledRejection', note);
  onTestFinished(() => void process.off('unhandledRejection', note));
  return reasons;
}

/** Lets Node find out what nobody has handled. */
function settle(): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve);
  });
}

/** What it returns is nobody's business, as its type has it. */
const fails = (): unknown => Promise.reject(new Error('the mail could not be sent'));

test('whoever is told, and fails at it later, ends neither a source of tokens nor the process', async () => {
  const reasons = unhandled();
  const { store, source, signIn, desk } = await openWorld();
  const broken = storeWith(store, { write: () => Promise.reject(new Error('the disk is full')) });
  await source({ store: broken, onStoreError: fails })();
  desk.forgotten.add(await signIn());
  await source({ onSignInAgain: fails })().catch(() => {});
  await settle();
  expect(reasons).toEqual([]);
});

test('whoever is told, and fails at it later, ends neither the upkeep nor the process', async () => {
  const reasons = unhandled();
  const { store, signIn, desk, clock } = await openWorld();
  desk.forgotten.add(await signIn());
  await store.write('damaged', { schema: 2, kind: 'device-key', clientID: 'a-device' });
  const stop = new AbortController();
  clock.sleep = async () => stop.abort();
  await desk.plex.credentials.keep({ store, signal: stop.signal, onSignInAgain: fails, onError: fails });
  await settle();
  expect(reasons).toEqual([]);
});
