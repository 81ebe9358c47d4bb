import { check } from '../wire/arguments.js';
import { type PinAnswer, readPin } from '../wire/pin.js';
import type { Operation } from './operation.js';

/** `GET /pins/{id}` below the clients base, by the client identifier that made it. https://developer.plex.tv/pms/ */
export const getPinOperation: Operation<number, { pin: PinAnswer }> = {
  name: 'getPin',
  target: 'clients',
  anonymous: true,
  repeatable: true,
  build(id) {
    check(Number.isSafeInteger(id) && id > 0, 'id', 'must be the number of a PIN');
    return { method: 'GET', path: `/pins/${id}` };
  },
  read: (body) => ({ pin: readPin(body) }),
};
