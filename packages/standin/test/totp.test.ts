import { describe, expect, test } from 'vitest';
import { acceptedStep, freshCode, totpCode, totpStep } from '../src/rules/totp.js';

/** The ASCII text 12345678901234567890 of the standard's test vectors, in base32. */
const SECRET = 'GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ';

describe('two-factor codes', () => {
  test.each([
    [59, '287082'],
    [1_111_111_109, '081804'],
    [1_111_111_111, '050471'],
    [1_234_567_890, '005924'],
    [2_000_000_000, '279037'],
    [20_000_000_000, '353130'],
  ])('at %d seconds the code is that of RFC 6238 [sign-in.code-window]', (seconds, code) => {
    expect(totpCode(SECRET, totpStep(seconds * 1000))).toBe(code);
  });

  test('the codes of the step before and after are accepted, none further away [sign-in.code-window]', () => {
    const now = 1_111_111_111_000;
    const current = totpStep(now);
    const accepted = [-2, -1, 0, 1, 2].map((away) =>
      acceptedStep({ secret: SECRET, lastStep: null }, totpCode(SECRET, current + away), now),
    );
    expect(accepted).toEqual([undefined, current - 1, current, current + 1, undefined]);
  });

  test('neither the code that was used nor an older one is accepted again [sign-in.code-once]', () => {
    const now = 1_111_111_111_000;
    const lastStep = totpStep(now);
    const spent = { secret: SECRET, lastStep };
    expect(acceptedStep(spent, totpCode(SECRET, lastStep), now)).toBeUndefined();
    expect(acceptedStep(spent, totpCode(SECRET, lastStep - 1), now)).toBeUndefined();
    expect(acceptedStep(spent, freshCode(spent, now), now)).toBe(lastStep + 1);
  });
});
