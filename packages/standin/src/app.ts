import { type Handler, Hono, type MiddlewareHandler } from 'hono';
import type { Passwords } from './console/state.js';
import type { Control } from './control.js';
import type { Server } from './db/servers.js';
import type { Deps, StandInEnv } from './deps.js';
import { PlexHttpError, answerMediaServerError, answerPlexTvError } from './errors.js';
import { pageRoutes } from './pages.js';
import { consoleRoutes } from './routes/console.js';
import { controlRoutes } from './routes/control.js';
import { authenticateAccess } from './steps/authenticate.js';
import { cors } from './steps/cors.js';
import { identifyClient } from './steps/identify-client.js';
import { operate } from './steps/inject-fault.js';
import { negotiate } from './steps/negotiate.js';
import { rateLimit } from './steps/rate-limit.js';
import { record } from './steps/record.js';
import { serveAs } from './steps/serve-as.js';
import { stampMediaServer } from './steps/stamp-media-server.js';
import { stampPlexTv } from './steps/stamp-plex-tv.js';
import { mediaServerRoutes } from './tables/media-server.js';
import { plexTvRoutes } from './tables/plex-tv.js';
import type { Route } from './tables/route.js';

/** A web application: a request in, a response out, no socket. */
export type App = Hono<StandInEnv>;

/** The applications of a stand-in, one for each address in real life. */
export interface Apps {
  readonly plexTv: App;
  /** By machine identifier. */
  readonly mediaServers: ReadonlyMap<string, App>;
}

/** Registers a route under its path, and under the paths that ask for a form. */
function register(app: App, route: Route, before: readonly MiddlewareHandler<StandInEnv>[]): void {
  const { method, path, steps, handler, endings = path.startsWith('/api/') ? ['.json'] : [] } = route;
  const paths = [path, ...endings.map((ending) => `${path}${ending}`)];
  for (const step of [...before, ...steps]) app.on(method, paths, step);
  app.on(method, paths, handler);
}

/**
 * Refuses a path, or a verb of a path, that nobody answers.
 *
 * @rule errors.unknown-path
 */
function refuseUnknown(status: number, plexCode?: number): Handler<StandInEnv> {
  return () => {
    throw new PlexHttpError(status, plexCode);
  };
}

function plexTv(deps: Deps, control: Control, passwords: Passwords): App {
  const app: App = new Hono<StandInEnv>();
  if (deps.behaviour.httpControl) {
    app.route('/_standin', controlRoutes(deps, control));
    app.route('/console', consoleRoutes(deps, control, passwords));
  }
  app.route('/', pageRoutes(deps));
  app.use('*', identifyClient(deps), record(deps, 'plex.tv'), stampPlexTv(deps), cors, negotiate);
  const limit = rateLimit(deps);
  for (const route of plexTvRoutes(deps))
    register(app, route, [operate(deps, route.operation), ...(route.first ?? []), limit]);
  app.all('*', refuseUnknown(404, 1002));
  app.onError(answerPlexTvError);
  return app;
}

function mediaServer(deps: Deps, { name, machineIdentifier }: Server): App {
  const app: App = new Hono<StandInEnv>();
  const serve = serveAs(deps, machineIdentifier);
  app.use('*', identifyClient(deps), record(deps, name), stampMediaServer(deps), cors, negotiate);
  for (const route of mediaServerRoutes(deps)) register(app, route, [operate(deps, route.operation), serve]);
  app.all('*', serve, authenticateAccess(deps), refuseUnknown(404));
  app.onError(answerMediaServerError(deps.behaviour.errors));
  return app;
}

/** Builds the applications. */
export function createApps(deps: Deps, control: Control, passwords: Passwords): Apps {
  const servers = deps.db.servers.all().map((server) => [server.machineIdentifier, mediaServer(deps, server)] as const);
  return { plexTv: plexTv(deps, control, passwords), mediaServers: new Map(servers) };
}
