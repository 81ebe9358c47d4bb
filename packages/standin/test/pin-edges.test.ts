import { describe, expect, test } from 'vitest';
import { makeToken } from '../src/rules/account-tokens.js';
import { checkPin, codeLength, isClaimable, pinCode, pinExpiry, pinKind, type PinTerms } from '../src/rules/pins.js';

const pending: PinTerms = { code: 'WXYZ', clientIdentifier: 'tv', expiresAt: 1000, accountId: null };
const claimed: PinTerms = { ...pending, accountId: 7 };
const asker = { clientIdentifier: 'tv', code: undefined };

describe('a PIN', () => {
  test.each([
    { kind: 'short', length: 4, letters: 'ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789', ms: 900_000 },
    { kind: 'strong', length: 25, letters: 'abcdefghijklmnopqrstuvwxyz0123456789', ms: 1_800_000 },
  ] as const)(
    'that is $kind has $length of $letters and lives $ms ms [pin.code-shape] [pin.lifetime]',
    ({ kind, length, letters, ms }) => {
      const everyLetterAndOne = Uint8Array.from({ length: 37 }, (_, byte) => byte);
      expect(codeLength(kind)).toBe(length);
      expect(pinCode(kind, everyLetterAndOne)).toBe(`${letters}${letters.charAt(0)}`);
      expect(pinExpiry(kind, 5)).toBe(5 + ms);
    },
  );

  test('is gone at the very millisecond it ends, claimed or not [pin.gone]', () => {
    expect([pending, claimed].map((pin) => checkPin(pin, asker, 999))).toEqual(['pending', 'claimed']);
    expect([pending, claimed].map((pin) => checkPin(pin, asker, 1000))).toEqual(['gone', 'gone']);
  });

  test('is gone for another client, for a wrong code, and where there is none [pin.belongs-to-client] [pin.code-checked]', () => {
    expect(checkPin(claimed, { ...asker, clientIdentifier: 'phone' }, 0)).toBe('gone');
    expect(checkPin(claimed, { ...asker, code: 'ABCD' }, 0)).toBe('gone');
    expect(checkPin(claimed, { ...asker, code: 'WXYZ' }, 0)).toBe('claimed');
    expect(checkPin(undefined, asker, 0)).toBe('gone');
  });

  test('can be claimed once, while it lives [pin.claimed-once]', () => {
    expect([isClaimable(pending, 999), isClaimable(pending, 1000), isClaimable(claimed, 0)]).toEqual([
      true,
      false,
      false,
    ]);
  });

  test('is strong for who says so in any of the ways there are', () => {
    expect([true, 'true', '1', 1].map(pinKind)).toEqual(['strong', 'strong', 'strong', 'strong']);
    expect([false, 'false', '0', 0, '', undefined, null, {}].map(pinKind)).toEqual(Array(8).fill('short'));
  });
});

test.each([
  ['admin', 'account', 1_209_601],
  ['adult', 'account', 1_209_601],
  [null, 'account', 1_209_601],
  ['managed', 'home', null],
] as const)('to a Home role of %s a token of kind %s is made', (home, kind, rememberExpiresAt) => {
  const material = { token: 'fresh', clientIdentifier: 'tv' };
  expect(makeToken({ id: 7, home }, material, 1999)).toEqual({ ...material, kind, accountId: 7, rememberExpiresAt });
});
