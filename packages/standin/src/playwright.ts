import { type CastOptions, type StandInFixtures, fixturesFor } from './index.js';

export type { CastOptions, StandIn, StandInFixtures } from './index.js';

/**
 * Fixtures for Playwright Test: a test that names `standIn` gets one that was started for its worker and reset for it.
 *
 * ```ts
 * const test = base.extend<{ standIn: StandIn }, { startedStandIn: StandIn }>(standInFixtures());
 * ```
 */
export function standInFixtures(options: CastOptions = {}): StandInFixtures<'worker'> {
  return fixturesFor('worker', options);
}
