import { type Handler, Hono, type MiddlewareHandler } from 'hono';
import type { Passwords } from './console/state.js';
import type { Control } from './control.js';
import type { Server } from './db/servers.js';
import type { Deps, StandInEnv } from './deps.js';
import { PlexHttpError, answerMediaServerError, answerPlexTvError } from './errors.js';
import type { OperationName } from './operations.js';
import { pageRoutes } from './pages.js';
import { consoleRoutes } from './routes/console.js';
import { controlRoutes } from './routes/control.js';
import { getIdentity } from './routes/media-server/identity.js';
import { deleteMyPlex, getMyPlex, postClaim, putReachability } from './routes/media-server/my-plex.js';
import { getRoot } from './routes/media-server/root.js';
import { getSource, makeTransientToken } from './routes/media-server/security.js';
import { getAuthKeys, getNonce, postJwk, postToken } from './routes/plex-tv/auth.js';
import { getClaimToken } from './routes/plex-tv/claim.js';
import { getHomeUsers, postHomeSwitch } from './routes/plex-tv/home.js';
import { deleteDevice, getDevices } from './routes/plex-tv/devices.js';
import { getLegacyAccount, postLegacySignIn } from './routes/plex-tv/legacy.js';
import { getPing } from './routes/plex-tv/ping.js';
import { getPinInfo, getPinQr } from './routes/plex-tv/pin-page.js';
import { getPin, postPin, putPinLink } from './routes/plex-tv/pins.js';
import { getResources } from './routes/plex-tv/resources.js';
import { postSignIn } from './routes/plex-tv/sign-in.js';
import { deleteSignOut } from './routes/plex-tv/sign-out.js';
import { getUser } from './routes/plex-tv/user.js';
import { authenticateAccess, authenticateAccount } from './steps/authenticate.js';
import { cors } from './steps/cors.js';
import { identifyByBody, identifyClient } from './steps/identify-client.js';
import { operate } from './steps/inject-fault.js';
import { negotiate } from './steps/negotiate.js';
import { rateLimit } from './steps/rate-limit.js';
import { record } from './steps/record.js';
import { requireClient, requireClientForNonce } from './steps/require-client.js';
import { serveAs } from './steps/serve-as.js';
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

interface Route {
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

function accountRoutes(deps: Deps): Route[] {
  const account = authenticateAccount(deps);
  const strict = deps.behaviour.strictClientIdentifier ? [requireClient] : [];
  return [
    {
      operation: 'getTokenDetails',
      method: 'GET',
      path: '/api/v2/user',
      steps: [...strict, account],
      handler: getUser(deps),
    },
    {
      operation: 'postUsersSignInData',
      method: 'POST',
      path: '/api/v2/users/signin',
      steps: [requireClient],
      handler: postSignIn(deps),
    },
    {
      operation: 'signOut',
      method: 'DELETE',
      path: '/api/v2/users/signout',
      steps: [account],
      handler: deleteSignOut(deps),
    },
    { operation: 'ping', method: 'GET', path: '/api/v2/ping', steps: [account], handler: getPing },
    {
      operation: 'getClaimToken',
      method: 'GET',
      path: '/api/claim/token',
      steps: [account],
      handler: getClaimToken(deps),
    },
  ];
}

function pinRoutes(deps: Deps): Route[] {
  return [
    {
      operation: 'createPin',
      method: 'POST',
      path: '/api/v2/pins',
      first: [identifyByBody(deps)],
      steps: [requireClient],
      handler: postPin(deps),
    },
    {
      operation: 'getPin',
      method: 'GET',
      path: String.raw`/api/v2/pins/:id{\d{1,15}(?:\.json)?}`,
      endings: [],
      steps: [requireClient],
      handler: getPin(deps),
    },
    {
      operation: 'approvePin',
      method: 'PUT',
      path: '/api/v2/pins/link',
      steps: [authenticateAccount(deps)],
      handler: putPinLink(deps),
    },
    { operation: 'getPinInfo', method: 'GET', path: '/api/v2/pins/info', steps: [], handler: getPinInfo(deps) },
    {
      operation: 'getPinQr',
      method: 'GET',
      path: '/api/v2/pins/qr/:code',
      endings: [],
      steps: [],
      handler: getPinQr(deps),
    },
  ];
}

function authRoutes(deps: Deps): Route[] {
  return [
    {
      operation: 'registerKey',
      method: 'POST',
      path: '/api/v2/auth/jwk',
      steps: [requireClient, authenticateAccount(deps)],
      handler: postJwk(deps),
    },
    {
      operation: 'getNonce',
      method: 'GET',
      path: '/api/v2/auth/nonce',
      steps: [requireClientForNonce],
      handler: getNonce(deps),
    },
    {
      operation: 'issueToken',
      method: 'POST',
      path: '/api/v2/auth/token',
      steps: [requireClient],
      handler: postToken(deps),
    },
    { operation: 'getAuthKeys', method: 'GET', path: '/api/v2/auth/keys', steps: [], handler: getAuthKeys(deps) },
  ];
}

function deviceRoutes(deps: Deps): Route[] {
  return [
    {
      operation: 'getResources',
      method: 'GET',
      path: '/api/v2/resources',
      steps: [requireClient, authenticateAccount(deps)],
      handler: getResources(deps),
    },
    {
      operation: 'getDevices',
      method: 'GET',
      path: '/devices',
      endings: ['.json', '.xml'],
      steps: [authenticateAccount(deps)],
      handler: getDevices(deps),
    },
    {
      operation: 'removeDevice',
      method: 'DELETE',
      path: String.raw`/devices/:id{\d{1,15}\.xml}`,
      steps: [authenticateAccount(deps)],
      handler: deleteDevice(deps),
    },
  ];
}

function homeRoutes(deps: Deps): Route[] {
  const steps = [requireClient, authenticateAccount(deps)];
  return [
    { operation: 'getHomeUsers', method: 'GET', path: '/api/v2/home/users', steps, handler: getHomeUsers(deps) },
    {
      operation: 'switchHomeUser',
      method: 'POST',
      path: '/api/v2/home/users/:member{[0-9a-f]{1,16}}/switch',
      steps,
      handler: postHomeSwitch(deps),
    },
  ];
}

function legacyRoutes(deps: Deps): Route[] {
  return [
    {
      operation: 'legacySignIn',
      method: 'POST',
      path: '/users/sign_in',
      endings: ['.json', '.xml'],
      steps: [requireClient],
      handler: postLegacySignIn(deps),
    },
    {
      operation: 'getLegacyAccount',
      method: 'GET',
      path: '/users/account',
      endings: ['.json', '.xml'],
      steps: [],
      handler: getLegacyAccount(deps),
    },
  ];
}

function mediaServerRoutes(deps: Deps): Route[] {
  const access = authenticateAccess(deps);
  return [
    {
      operation: 'getTransientToken',
      method: 'ALL',
      path: '/security/token',
      steps: [access],
      handler: makeTransientToken(deps),
    },
    {
      operation: 'getSourceConnectionInformation',
      method: 'GET',
      path: '/security/resources',
      steps: [access],
      handler: getSource(deps),
    },
    { operation: 'getIdentity', method: 'GET', path: '/identity', steps: [], handler: getIdentity },
    { operation: 'getServerRoot', method: 'GET', path: '/', steps: [access], handler: getRoot(deps) },
    { operation: 'getMyPlex', method: 'GET', path: '/myplex/account', steps: [access], handler: getMyPlex(deps) },
    {
      operation: 'unclaimServer',
      method: 'DELETE',
      path: '/myplex/account',
      steps: [access],
      handler: deleteMyPlex(deps),
    },
    { operation: 'claimServer', method: 'POST', path: '/myplex/claim', steps: [], handler: postClaim(deps) },
    {
      operation: 'refreshReachability',
      method: 'PUT',
      path: '/myplex/refreshReachability',
      steps: [access],
      handler: putReachability(deps),
    },
  ];
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
  const routes = [accountRoutes, pinRoutes, authRoutes, deviceRoutes, homeRoutes, legacyRoutes].flatMap((table) =>
    table(deps),
  );
  for (const route of routes) register(app, route, [operate(deps, route.operation), ...(route.first ?? []), limit]);
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

/** Builds the applications: the tables of steps and routes. */
export function createApps(deps: Deps, control: Control, passwords: Passwords): Apps {
  const servers = deps.db.servers.all().map((server) => [server.machineIdentifier, mediaServer(deps, server)] as const);
  return { plexTv: plexTv(deps, control, passwords), mediaServers: new Map(servers) };
}
