import { type PinAnswer, readPin } from '../wire/pin.js';
import type { Operation } from './operation.js';

/** What kind of PIN is wanted. */
export interface CreatePinInput {
  /**
   * True for a code of 25 characters that travels in an address, as Plex's hosted page wants it, and lives for half an hour.
   * Default false: 4 characters that people type in at plex.tv/link within a quarter of an hour.
   */
  strong?: boolean | undefined;
}

/** `POST /pins` below the clients base. Not repeated: each makes another PIN. https://developer.plex.tv/pms/ */
export const createPinOperation: Operation<CreatePinInput, { pin: PinAnswer }> = {
  name: 'createPin',
  target: 'clients',
  anonymous: true,
  repeatable: false,
  build: ({ strong }) => ({ method: 'POST', path: strong === true ? '/pins?strong=true' : '/pins' }),
  read: (body) => ({ pin: readPin(body) }),
};
