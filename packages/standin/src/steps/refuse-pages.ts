import { createMiddleware } from 'hono/factory';
import type { Deps, StandInEnv } from '../deps.js';
import { hostnameOf, isLoopback } from '../rules/loopback.js';
import { StandInError } from '../stand-in-error.js';

/** What browsers say of requests no other site has a hand in. */
const OWN_FETCHES = new Set(['same-origin', 'none']);

/**
 * Keeps web pages away from the control: a request that names another origin, or that reached this port by a name
 * that is not this machine's (DNS rebinding), is refused.
 */
export function refusePages({ whereabouts }: Deps): ReturnType<typeof createMiddleware<StandInEnv>> {
  return createMiddleware<StandInEnv>(async (c, next) => {
    const own = new URL(whereabouts.account);
    const asked = [c.req.url, `http://${c.req.header('host') ?? own.host}`].map(hostnameOf);
    const origin = c.req.header('origin');
    const fetched = c.req.header('sec-fetch-site');
    const foreignHost = asked.some((name) => name !== own.hostname && !isLoopback(name));
    const foreignPage = origin !== undefined && origin !== own.origin;
    const foreignFetch = fetched !== undefined && !OWN_FETCHES.has(fetched);
    if (foreignHost || foreignPage || foreignFetch) {
      throw new StandInError('CONTROL_REFUSED', 'The control answers local programs, not web pages');
    }
    await next();
  });
}
