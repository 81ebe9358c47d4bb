import { createMiddleware } from 'hono/factory';
import type { Deps, StandInEnv } from '../deps.js';
import { PlexHttpError } from '../errors.js';
import { RETRY_AFTER } from '../rules/rate-limits.js';

/** Refuses who asks plex.tv for one path too often with 429, 1003 and `Retry-After`, when limits are on. */
export function rateLimit({ rates, clock, behaviour }: Deps): ReturnType<typeof createMiddleware<StandInEnv>> {
  return createMiddleware<StandInEnv>(async (c, next) => {
    const { identifier, address } = c.get('client');
    if (behaviour.rateLimits && rates.exceeds(c.req.path, identifier ?? address.ip, clock.now())) {
      throw new PlexHttpError(429, 1003, RETRY_AFTER);
    }
    await next();
  });
}
