import { Mismatch } from '../wire/read.js';
import type { Operation } from './operation.js';

/** `GET /auth/keys` below the account base, for the `Date` of the answer: anybody may ask it, without a token, and it has no effect. */
export const getDateOperation: Operation<void, { date: number }> = {
  name: 'getDate',
  target: 'account',
  anonymous: true,
  repeatable: true,
  build: () => ({ method: 'GET', path: '/auth/keys' }),
  read(_, { headers }) {
    const date = Date.parse(headers.get('date') ?? '');
    if (Number.isNaN(date)) throw new Mismatch('it lacks a Date');
    return { date };
  },
};
