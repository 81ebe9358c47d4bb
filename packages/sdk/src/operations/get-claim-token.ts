import { readClaimToken } from '../wire/claim-token.js';
import { DeadTokenError, type Operation } from './operation.js';

/** `GET /api/claim/token.json` at plex.tv itself. https://github.com/andrey-yantsen/plex-api.rs */
export const getClaimTokenOperation: Operation<void, { token: string }> = {
  name: 'getClaimToken',
  target: 'site',
  repeatable: true,
  refusals: { 422: DeadTokenError },
  build: () => ({ method: 'GET', path: '/api/claim/token.json' }),
  read: readClaimToken,
};
