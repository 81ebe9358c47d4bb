import { expect, test } from 'vitest';
import { memoryStore } from '../src/index.js';
import { openKeyDesk } from './key-desk.js';
import { movableClock } from './movable-clock.js';

test('what keeps everything alive can be left while it waits by a clock that pays a signal no heed', async () => {
  const stop = new AbortController();
  const clock = { ...movableClock(), sleep: () => new Promise<void>(() => stop.abort()) };
  const { plex } = await openKeyDesk(clock);
  const left = plex.credentials.keep({ store: memoryStore(), signal: stop.signal }).then(() => 'left');
  const late = new Promise((resolve) => {
    setTimeout(resolve, 1000, 'it waits still');
  });
  expect(await Promise.race([left, late])).toBe('left');
});

test.each([[undefined], [null], ['a store']])('what keeps everything alive says that %s is no input', async (input) => {
  const { plex } = await openKeyDesk(movableClock());
  const keep: (input: never) => Promise<void> = async (given) => plex.credentials.keep(given);
  const kept: Promise<unknown> = Reflect.apply(keep, undefined, [input]);
  await expect(kept).rejects.toMatchObject({ name: 'InvalidArgumentError', argument: 'input' });
});
