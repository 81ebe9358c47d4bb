import type { FetchLike } from '@ticketstub/sdk';
import { cryptoCases } from './crypto.js';
import { operationCases } from './operations.js';
import { secretCases } from './secrets.js';
import { storeCases } from './stores.js';
import { travelCases } from './travel.js';
import { webSignInCases } from './web-sign-in.js';
import { type Case, sceneOf, type World } from './world.js';

/** How one case went. */
export interface Outcome {
  readonly name: string;
  readonly ok: boolean;
  /** Empty when it went well. */
  readonly why: string;
}

/** Every case, in the order in which they run. */
const cases: readonly Case[] = [
  ...operationCases,
  ...travelCases,
  ...webSignInCases,
  ...secretCases,
  ...storeCases,
  ...cryptoCases,
];

/**
 * Runs every case, one after another. Names nothing that only some runtime has, so that it runs unchanged on all of them;
 * where they differ by nature, the world says what to expect.
 */
export async function smoke(world: World, fetch?: FetchLike): Promise<Outcome[]> {
  const scene = sceneOf(world, fetch);
  const outcomes: Outcome[] = [];
  for (const { name, run } of cases) {
    const why = await run(scene).then(
      () => '',
      (error: unknown) => (error instanceof Error ? `${error.name}: ${error.message}` : String(error)),
    );
    outcomes.push({ name, ok: why === '', why });
  }
  return outcomes;
}
