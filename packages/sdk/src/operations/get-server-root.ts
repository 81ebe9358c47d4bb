import type { Operation } from './operation.js';

/** `GET /` of a media server, which answers whoever has a token that it takes. https://developer.plex.tv/pms/ */
export const getServerRootOperation: Operation<undefined, object> = {
  name: 'getServerRoot',
  target: 'server',
  repeatable: true,
  build: () => ({ method: 'GET', path: '/' }),
  read: () => ({}),
};
