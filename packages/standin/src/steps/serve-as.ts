import { createMiddleware } from 'hono/factory';
import type { Deps, StandInEnv } from '../deps.js';
import { PlexHttpError } from '../errors.js';

/** Says which media server is asked. */
export function serveAs({ db }: Deps, machineIdentifier: string): ReturnType<typeof createMiddleware<StandInEnv>> {
  return createMiddleware<StandInEnv>(async (c, next) => {
    const server = db.servers.byMachineIdentifier(machineIdentifier);
    if (server === undefined) throw new PlexHttpError(503);
    c.set('server', server);
    await next();
  });
}
