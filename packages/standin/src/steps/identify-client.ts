import { createMiddleware } from 'hono/factory';
import type { Deps, StandInEnv } from '../deps.js';

/** The country of who has been given none. */
const DEFAULT_COUNTRY = 'GB';

/**
 * Reads who sends the request: each `X-Plex-*` value from its header, else from the query parameter of the same name.
 *
 * @rule identity.header-or-query
 */
export function identifyClient({ db }: Deps): ReturnType<typeof createMiddleware<StandInEnv>> {
  return createMiddleware<StandInEnv>(async (c, next) => {
    const value = (name: string): string | undefined => c.req.header(name) || c.req.query(name) || undefined;
    const identifier = value('X-Plex-Client-Identifier');
    const given = identifier === undefined ? undefined : db.addresses.find(identifier);
    const address = given ?? { ip: c.env.address, country: DEFAULT_COUNTRY };
    c.set('client', { identifier, token: value('X-Plex-Token'), address });
    await next();
  });
}
