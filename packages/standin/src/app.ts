import { Hono, type MiddlewareHandler } from 'hono';
import type { Deps, StandInEnv } from './deps.js';
import { PlexHttpError, answerMediaServerError, answerPlexTvError } from './errors.js';
import type { OperationName } from './operations.js';
import { getUser } from './routes/plex-tv/user.js';
import { authenticateAccount } from './steps/authenticate.js';
import { identifyClient } from './steps/identify-client.js';
import { negotiate } from './steps/negotiate.js';
import { stampMediaServer } from './steps/stamp-media-server.js';
import { stampPlexTv } from './steps/stamp-plex-tv.js';

/** A web application: a request in, a response out, no socket. */
export type App = Hono<StandInEnv>;

/** The applications of a stand-in, one for each address in real life. */
export interface Apps {
  readonly plexTv: App;
  /** By machine identifier. */
  readonly mediaServers: ReadonlyMap<string, App>;
}

function named(operation: OperationName): MiddlewareHandler<StandInEnv> {
  return async (c, next) => {
    c.set('operation', operation);
    await next();
  };
}

function plexTv(deps: Deps): App {
  const app: App = new Hono<StandInEnv>();
  app.use('*', stampPlexTv(deps), negotiate, identifyClient(deps));
  app.get('/api/v2/user', named('getTokenDetails'), authenticateAccount(deps), getUser(deps));
  app.all('*', () => {
    throw new PlexHttpError(404, 1002);
  });
  app.onError(answerPlexTvError);
  return app;
}

function mediaServer(deps: Deps): App {
  const app: App = new Hono<StandInEnv>();
  app.use('*', stampMediaServer(deps), negotiate, identifyClient(deps));
  app.all('*', () => {
    throw new PlexHttpError(404);
  });
  app.onError(answerMediaServerError(deps.behaviour.errors));
  return app;
}

/** Builds the applications: the tables of steps and routes. */
export function createApps(deps: Deps): Apps {
  const servers = deps.db.servers.all().map(({ machineIdentifier }) => [machineIdentifier, mediaServer(deps)] as const);
  return { plexTv: plexTv(deps), mediaServers: new Map(servers) };
}
