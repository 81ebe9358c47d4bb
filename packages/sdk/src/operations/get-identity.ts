import { readIdentity, type ServerIdentity } from '../wire/media-container.js';
import type { Operation } from './operation.js';

/** `GET /identity` of a media server, which answers anybody: no token is sent. https://developer.plex.tv/pms/ */
export const getIdentityOperation: Operation<undefined, { identity: ServerIdentity }> = {
  name: 'getIdentity',
  target: 'server',
  anonymous: true,
  repeatable: true,
  build: () => ({ method: 'GET', path: '/identity' }),
  read: (body) => ({ identity: readIdentity(body) }),
};
