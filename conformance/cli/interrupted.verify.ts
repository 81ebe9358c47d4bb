import { expect, test } from 'vitest';
import { interruptDevice, interruptSignIn } from './interrupt.js';

test.each([
  ['with a token', 'SIGINT', interruptSignIn],
  ['with a token', 'SIGTERM', interruptSignIn],
  ['with a token', 'SIGKILL', interruptSignIn],
  ['of a device', 'SIGINT', interruptDevice],
  ['of a device', 'SIGKILL', interruptDevice],
] as const)('a sign-in %s that %s ends, at every few milliseconds, is whole or none', async (_, signal, interrupt) => {
  const outcomes = new Set<number | null>();
  for (let after = 0; after <= 300; after += 15) outcomes.add(await interrupt(signal, after));
  expect(outcomes.size).toBeGreaterThan(1);
});
