import { demandText } from '../wire/arguments.js';
import type { Operation } from './operation.js';

/** `PUT /pins/link` below the account base: 204, or 404 with 1020 for a code that is unknown or gone. */
export const approvePinOperation: Operation<string, object> = {
  name: 'approvePin',
  target: 'account',
  repeatable: false,
  build(code) {
    const form = new URLSearchParams({ code: demandText(code, 'code') });
    return { method: 'PUT', path: '/pins/link', body: `${form}`, secrets: [code] };
  },
  read: () => ({}),
};
