import { createMiddleware } from 'hono/factory';
import type { StandInEnv } from '../deps.js';
import { hostnameOf, isLoopback } from '../rules/loopback.js';
import { StandInError } from '../stand-in-error.js';

/** What browsers say of requests no other site has a hand in. */
const OWN_FETCHES = new Set(['same-origin', 'none']);

/**
 * Keeps the console to who sits at this machine: it is shown under a name of this machine only, whatever other names lead
 * here (DNS rebinding), and to no request that another site has a hand in.
 */
export const refuseStrangers = createMiddleware<StandInEnv>(async (c, next) => {
  const asked = [c.req.url, `http://${c.req.header('host') ?? 'localhost'}`].map(hostnameOf);
  const site = c.req.header('sec-fetch-site');
  if (!asked.every(isLoopback) || (site !== undefined && !OWN_FETCHES.has(site))) {
    throw new StandInError('CONTROL_REFUSED', 'The console is for who sits at this machine');
  }
  await next();
});
