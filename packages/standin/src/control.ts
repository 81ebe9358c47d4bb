import type { Deps } from './deps.js';
import type { SeenRequest } from './memory/request-log.js';
import { type Planting, replant } from './seed/plant.js';
import type { Seed } from './seed/schema.js';

/** What a test does to the stand-in behind the back of the program under test. */
export interface Control {
  /** Puts people, tokens, servers and clock back to how they were at the start; forgets faults and requests. */
  reset(): void;
  /** The requests since the start or the last reset, without tokens, passwords or codes. */
  requests(): readonly SeenRequest[];
}

/** What `reset` goes back to. */
export interface Beginning {
  readonly seed: Seed;
  readonly planting: Planting;
  readonly startAt: number | undefined;
}

/** Builds the control of a stand-in. */
export function createControl(deps: Deps, { seed, planting, startAt }: Beginning): Control {
  return {
    reset() {
      deps.clock.put(startAt);
      replant(deps.db, seed, planting);
      deps.faults.clear();
      deps.rates.clear();
      deps.requests.clear();
    },
    requests: () => deps.requests.all(),
  };
}
