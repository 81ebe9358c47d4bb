import { demand } from '../wire/read.js';
import type { Operation } from './operation.js';

/** `GET /ping` below the account base. https://github.com/pushingkarmaorg/python-plexapi/issues/1271 */
export const pingOperation: Operation<void, { pong: unknown }> = {
  name: 'ping',
  target: 'account',
  repeatable: true,
  build: () => ({ method: 'GET', path: '/ping' }),
  // A page of somebody else's says 200, too.
  read: (body) => demand<{ pong: unknown }>(body, {}, ['pong']),
};
