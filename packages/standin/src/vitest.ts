import { type CastOptions, type StandInFixtures, fixturesFor } from './index.js';

/**
 * Fixtures for Vitest: `const test = base.extend(standInFixtures())`. A test that names `standIn` gets one that was
 * started for its file and reset for it.
 */
export function standInFixtures(options: CastOptions = {}): StandInFixtures<'file'> {
  return fixturesFor('file', options);
}
