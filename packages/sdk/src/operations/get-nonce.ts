import { demand, text } from '../wire/read.js';
import type { Operation } from './operation.js';

/** `GET /auth/nonce` below the clients base: what one device JWT must repeat, within five minutes. https://developer.plex.tv/pms/ */
export const getNonceOperation: Operation<undefined, { nonce: string }> = {
  name: 'getNonce',
  target: 'clients',
  anonymous: true,
  repeatable: false,
  build: () => ({ method: 'GET', path: '/auth/nonce' }),
  read: (body) => demand<{ nonce: string }>(body, { nonce: text }, ['nonce']),
};
