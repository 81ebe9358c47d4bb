import { expect, test } from 'vitest';
import { openWorld, slowClock, storeWith } from './source-world.js';

test('a lease that ran out before the store said so is no right to an exchange', async () => {
  const { clock, desk, store, source } = await openWorld(slowClock());
  let atOnce = 0;
  let most = 0;
  let begin = (): void => {};
  const begun = new Promise<void>((resolve) => {
    begin = resolve;
  });
  desk.onExchange = async () => {
    atOnce += 1;
    most = Math.max(most, atOnce);
    begin();
    for (let turn = 0; turn < 20; turn += 1) await clock.sleep(0);
    atOnce -= 1;
  };
  let theirs: Promise<string> | undefined;
  const slow = storeWith(store, {
    async lease(name, ttl) {
      const lease = await store.lease(name, ttl);
      if (theirs) return lease;
      clock.advance(ttl + 1);
      theirs = source()();
      await begun;
      return lease;
    },
  });
  const ours = await source({ store: slow })();
  expect([await theirs, most, desk.exchanged.length]).toEqual([ours, 1, 1]);
});
