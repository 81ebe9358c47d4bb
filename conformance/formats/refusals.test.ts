import { describe, expect, test } from 'vitest';
import { ask, askBoth, openPlace, ways, type Question } from './asking.js';
import { errorList, legacyError } from './encoding.js';
import { oneOfEach } from './questions.js';
import { refused, refusedOfOld } from './refused.js';

/** Statuses that plex.tv refuses with: those with a number on record, and some without one. */
const STATUSES = [400, 401, 403, 404, 410, 418, 422, 429, 498, 500, 502, 503, 599];

const old = new Set(['legacySignIn', 'getLegacyAccount', 'getClaimToken', 'getDevices', 'removeDevice']);

/** Has no answer but 204, which has no form. */
const signOut: Pick<Question, 'operation' | 'asked'> = {
  operation: 'signOut',
  asked: () => () => ({ host: 'plex.tv', path: '/api/v2/users/signout', method: 'DELETE' }),
};

describe.each(ways)('%s', (way) => {
  test.each(refused)(
    '$title: refused with $status and $code in both forms alike [negotiate.errors-follow]',
    async ({ status, code, asked }) => {
      const place = await openPlace(way, { strictClientIdentifier: true });
      const { statuses, json, xml } = await askBoth(place, () => asked(place));
      expect(statuses).toEqual([status, status]);
      expect(json).toMatchObject({ errors: [{ code, status }] });
      expect(xml).toEqual(errorList(json));
    },
  );

  test.each(refusedOfOld)(
    '$title: refused with $status and a sentence in both forms alike [errors.legacy-envelope]',
    async ({ status, asked }) => {
      const place = await openPlace(way);
      const { statuses, json, xml } = await askBoth(place, () => asked(place));
      expect(statuses).toEqual([status, status]);
      expect(xml).toEqual(legacyError(json));
    },
  );

  test('an address that failed too often is refused in both forms alike [negotiate.errors-follow]', async () => {
    const place = await openPlace(way);
    const wrong = refused.find(({ code }) => code === 1001)?.asked(place);
    if (wrong === undefined) throw new Error('no wrong password');
    for (let failure = 0; failure < 5; failure += 1) await ask(place, wrong, 'json');
    const { json, xml } = await askBoth(place, () => wrong);
    expect(json).toMatchObject({ errors: [{ code: 1031, status: 401 }] });
    expect(xml).toEqual(errorList(json));
  });

  test.each([signOut, ...oneOfEach('plexTv')])(
    'whatever status $operation fails with is told in both forms alike [negotiate.errors-follow]',
    async ({ operation, asked }) => {
      const place = await openPlace(way);
      const request = await asked(place);
      for (const status of STATUSES) {
        place.standIn.control.failNext({ operation, status, times: 2, retryAfter: 7 });
        const { statuses, json, xml } = await askBoth(place, request);
        expect(statuses).toEqual([status, status]);
        expect(xml).toEqual(old.has(operation) ? legacyError(json) : errorList(json));
      }
    },
  );
});
