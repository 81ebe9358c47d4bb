import { check } from '../wire/arguments.js';
import { type PinAnswer, readPin } from '../wire/pin.js';
import type { Operation } from './operation.js';

/** Which PIN, and the JWT of the device whose key it was made with. */
export interface GetPinRequest {
  readonly id: number;
  readonly deviceJWT?: string | undefined;
}

/** `GET /pins/{id}` below the clients base, by the client identifier that made it. https://developer.plex.tv/pms/ */
export const getPinOperation: Operation<GetPinRequest, { pin: PinAnswer }> = {
  name: 'getPin',
  target: 'clients',
  anonymous: true,
  repeatable: true,
  build({ id, deviceJWT }) {
    check(Number.isSafeInteger(id) && id > 0, 'id', 'must be the number of a PIN');
    if (deviceJWT === undefined) return { method: 'GET', path: `/pins/${id}` };
    return { method: 'GET', path: `/pins/${id}?deviceJWT=${deviceJWT}`, secrets: [deviceJWT] };
  },
  read: (body) => ({ pin: readPin(body) }),
};
