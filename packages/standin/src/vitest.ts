import { type CastOptions, type StandInFixtures, fixturesFor } from './index.js';

export type { CastOptions, StandInContext, StandInFixtures } from './index.js';

/**
 * Fixtures for Vitest: a test that names `standIn` gets one that was started for its file and reset for it.
 *
 * ```ts
 * const test = base.extend<StandInContext>(standInFixtures());
 * ```
 */
export function standInFixtures(options: CastOptions = {}): StandInFixtures<'file'> {
  return fixturesFor('file', options);
}
