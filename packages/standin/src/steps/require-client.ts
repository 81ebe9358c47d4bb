import { createMiddleware } from 'hono/factory';
import type { StandInEnv } from '../deps.js';
import { PlexHttpError } from '../errors.js';

/**
 * Refuses who names no client identifier with 422 and 1000, as the endpoint of nonces alone does.
 *
 * @rule nonce.client-id-422
 */
export const requireClientForNonce = createMiddleware<StandInEnv>(async (c, next) => {
  if (c.get('client').identifier === undefined) throw new PlexHttpError(422, 1000);
  await next();
});

/**
 * Refuses who names no client identifier with 400 and 1000.
 *
 * @rule sign-in.client-id
 * @rule legacy-sign-in.client-id
 * @rule pin.client-id
 * @rule legacy-pin.client-id
 * @rule resources.client-id
 * @rule home.client-id
 * @rule account.strict-client-id
 * @rule auth.client-id
 */
export const requireClient = createMiddleware<StandInEnv>(async (c, next) => {
  if (c.get('client').identifier === undefined) throw new PlexHttpError(400, 1000);
  await next();
});
