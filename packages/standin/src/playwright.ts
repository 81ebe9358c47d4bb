import { type CastOptions, type StandInFixtures, fixturesFor } from './index.js';

/**
 * Fixtures for Playwright Test: `const test = base.extend(standInFixtures())`. A test that names `standIn` gets one that
 * was started for its worker and reset for it.
 */
export function standInFixtures(options: CastOptions = {}): StandInFixtures<'worker'> {
  return fixturesFor('worker', options);
}
