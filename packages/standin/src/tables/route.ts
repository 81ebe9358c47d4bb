import type { StandInEnv } from '../deps.js';
import type { OperationName } from '../operations.js';
import type { Handler, MiddlewareHandler } from 'hono';

/** One endpoint: where it is, what its requests pass through, who answers. */
export interface Route {
  readonly operation: OperationName;
  readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE' | 'ALL';
  readonly path: string;
  /** What the path may end in to ask for a form; `.json` on the paths of `/api/`. */
  readonly endings?: readonly string[];
  /** What must be known of a request before it is counted. */
  readonly first?: readonly MiddlewareHandler<StandInEnv>[];
  readonly steps: readonly MiddlewareHandler<StandInEnv>[];
  readonly handler: Handler<StandInEnv>;
}
