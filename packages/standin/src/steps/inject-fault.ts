import { createMiddleware } from 'hono/factory';
import type { Deps, StandInEnv } from '../deps.js';
import { PlexHttpError, usualCode } from '../errors.js';
import { isBodyless } from '../memory/faults.js';
import type { OperationName } from '../operations.js';
import { TextResponse } from '../views/text-response.js';

/** What a broken answer holds: JSON that ends in the middle. */
const GARBAGE = '{"MediaContainer":{"size":1,"broken":"in the mid';

/** Statuses below this are answered with a body of their own; from it on, the host words the refusal. */
const FIRST_REFUSAL = 400;

/** A caller may give up for a reason that is no error, which nothing further out would catch or record. */
function givenUp(cause: unknown): never {
  throw new Error('The caller gave up, or the stand-in was closed', { cause });
}

/** Names the operation a request is for, and lets it suffer the fault that waits for it. */
export function operate({ faults, clock }: Deps, name: OperationName): ReturnType<typeof createMiddleware<StandInEnv>> {
  return createMiddleware<StandInEnv>(async (c, next) => {
    c.set('operation', name);
    const fault = faults.take(name);
    if (fault === undefined) return next();
    const { status, delay, drop, garbage, retryAfter } = fault;
    if (delay !== undefined) await clock.sleep(delay, c.req.raw.signal).catch(givenUp);
    if (drop === true) {
      c.set('dropped', true);
      c.env.drop();
      return c.body(null);
    }
    const headers: Record<string, string> = retryAfter === undefined ? {} : { 'retry-after': String(retryAfter) };
    if (garbage === true) {
      return new TextResponse(GARBAGE, status ?? 200, { ...headers, 'content-type': 'application/json' });
    }
    if (status === undefined) return next();
    if (status >= FIRST_REFUSAL) throw new PlexHttpError(status, usualCode(status), retryAfter);
    return new Response(isBodyless(status) ? null : '', { status, headers });
  });
}
