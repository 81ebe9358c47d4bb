import { SDKError } from '../errors.js';
import { readSigningKeys, type SigningKey } from '../wire/signing-keys.js';
import type { Operation } from './operation.js';

/** `GET /auth/keys` below the clients base: the keys that plex.tv signs account tokens with. https://developer.plex.tv/pms/ */
export const getAuthKeysOperation: Operation<undefined, { keys: SigningKey[] }> = {
  name: 'getAuthKeys',
  target: 'clients',
  anonymous: true,
  repeatable: true,
  refusals: { 400: SDKError, 401: SDKError },
  build: () => ({ method: 'GET', path: '/auth/keys' }),
  read: (body) => ({ keys: readSigningKeys(body) }),
};
