import type { Deps } from '../deps.js';
import { getIdentity } from '../routes/media-server/identity.js';
import { deleteMyPlex, getMyPlex, postClaim, putReachability } from '../routes/media-server/my-plex.js';
import { getRoot } from '../routes/media-server/root.js';
import { getSource, makeTransientToken } from '../routes/media-server/security.js';
import { authenticateAccess } from '../steps/authenticate.js';
import type { Route } from './route.js';

/** Everything a media server answers. */
export function mediaServerRoutes(deps: Deps): Route[] {
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
