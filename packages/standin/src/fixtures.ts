import type { StandInOptions } from './options.js';
import type { StandIn } from './stand-in.js';
import { startStandIn } from './start.js';

/** Hands a value to the tests of a scope and resolves when they are done. */
export type Use = (value: StandIn) => Promise<void>;

/** The fixtures as a test runner's `test.extend` takes them. */
export interface StandInFixtures<Scope extends string> {
  /** Started once for a scope, and closed at its end. */
  startedStandIn: [(context: object, use: Use) => Promise<void>, { scope: Scope }];
  /** The same stand-in, reset before each test that asks for it. */
  standIn: (context: { startedStandIn: StandIn }, use: Use) => Promise<void>;
}

/** What the fixtures give a test. */
export interface StandInContext {
  /** Started once for a scope. */
  startedStandIn: StandIn;
  /** The same, reset for the test. */
  standIn: StandIn;
}

/** Options of a stand-in with the built-in cast. */
export type CastOptions = Omit<StandInOptions, 'seed'>;

/** Builds the fixtures for a runner that calls its longest useful scope `scope`. */
export function fixturesFor<Scope extends string>(scope: Scope, options: CastOptions): StandInFixtures<Scope> {
  return {
    startedStandIn: [
      // Both runners insist on an object pattern here, to see which fixtures this one needs: none.
      // oxlint-disable-next-line no-empty-pattern
      async ({}, use) => {
        const standIn = await startStandIn(options);
        try {
          await use(standIn);
        } finally {
          await standIn.close();
        }
      },
      { scope },
    ],
    standIn: async ({ startedStandIn }, use) => {
      startedStandIn.control.reset();
      await use(startedStandIn);
    },
  };
}
