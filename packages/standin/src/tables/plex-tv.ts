import type { Deps } from '../deps.js';
import { getAuthKeys, getNonce, postJwk, postToken } from '../routes/plex-tv/auth.js';
import { getClaimToken } from '../routes/plex-tv/claim.js';
import { deleteDevice, getDevices } from '../routes/plex-tv/devices.js';
import { getHomeUsers, postHomeSwitch } from '../routes/plex-tv/home.js';
import { getLegacyAccount, postLegacySignIn } from '../routes/plex-tv/legacy.js';
import { getLegacyPin, postLegacyPin } from '../routes/plex-tv/legacy-pins.js';
import { getPinInfo, getPinQr } from '../routes/plex-tv/pin-page.js';
import { getPing } from '../routes/plex-tv/ping.js';
import { getPin, postPin, putPinLink } from '../routes/plex-tv/pins.js';
import { getResources } from '../routes/plex-tv/resources.js';
import { postSignIn } from '../routes/plex-tv/sign-in.js';
import { deleteSignOut } from '../routes/plex-tv/sign-out.js';
import { getUser } from '../routes/plex-tv/user.js';
import { authenticateAccount, authenticateOldPath } from '../steps/authenticate.js';
import { identifyByBody } from '../steps/identify-client.js';
import { requireClient, requireClientForNonce } from '../steps/require-client.js';
import type { Route } from './route.js';

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
      steps: [authenticateOldPath(deps)],
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
      steps: [authenticateOldPath(deps)],
      handler: getDevices(deps),
    },
    {
      operation: 'removeDevice',
      method: 'DELETE',
      path: String.raw`/devices/:id{\d{1,15}\.xml}`,
      steps: [authenticateOldPath(deps)],
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
      steps: [authenticateOldPath(deps)],
      handler: getLegacyAccount(deps),
    },
    {
      operation: 'createLegacyPin',
      method: 'POST',
      path: '/pins.xml',
      steps: [requireClient],
      handler: postLegacyPin(deps),
    },
    {
      operation: 'getLegacyPin',
      method: 'GET',
      path: String.raw`/pins/:id{\d{1,15}\.xml}`,
      steps: [requireClient],
      handler: getLegacyPin(deps),
    },
  ];
}

/** Everything plex.tv answers. */
export function plexTvRoutes(deps: Deps): Route[] {
  return [accountRoutes, pinRoutes, authRoutes, deviceRoutes, homeRoutes, legacyRoutes].flatMap((table) => table(deps));
}
