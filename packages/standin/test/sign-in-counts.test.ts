import { expect, test } from 'vitest';
import type { StandIn } from '../src/index.js';
import { FAILURE_MEMORY, judgeSignIn, splitAppendedCode } from '../src/rules/sign-in.js';
import { type Attempt, refusal, signIn, start } from './asking.js';

/** What each of several same sign-ins is answered with. */
async function repeatedly(standIn: StandIn, attempt: Attempt, times: number): Promise<unknown[]> {
  const codes: unknown[] = [];
  for (let count = 0; count < times; count += 1) codes.push((await refusal(await signIn(standIn, attempt)))[1]);
  return codes;
}

test('wrong codes count towards a block [sign-in.blocked-threshold]', async () => {
  const standIn = await start();
  const { finn } = standIn.people;
  const verificationCode = finn.totp?.() === '000000' ? '111111' : '000000';
  const attempt = { login: finn.email, password: finn.password, verificationCode };
  expect(await repeatedly(standIn, attempt, 6)).toEqual([1028, 1028, 1028, 1028, 1028, 1031]);
});

test('digits that look like a code count too, where the account has none [sign-in.blocked-threshold]', async () => {
  const standIn = await start();
  const { dana } = standIn.people;
  const attempt = { login: dana.email, password: `${dana.password}123456` };
  expect(await repeatedly(standIn, attempt, 6)).toEqual([1001, 1001, 1001, 1001, 1001, 1031]);
});

test('a missing code and a username where only an address will do are no failures [sign-in.blocked-threshold]', async () => {
  const standIn = await start();
  const { eve, finn } = standIn.people;
  expect(await repeatedly(standIn, { login: finn.email, password: finn.password }, 6)).toEqual(Array(6).fill(1029));
  expect(await repeatedly(standIn, { login: eve.username, password: eve.password }, 6)).toEqual(Array(6).fill(1030));
});

test('who keeps trying while blocked is not blocked any longer for it [sign-in.blocked-address]', async () => {
  const standIn = await start();
  const { dana } = standIn.people;
  await repeatedly(standIn, { login: dana.email, password: 'x' }, 5);
  standIn.control.advanceClock(9 * 60_000);
  expect(await repeatedly(standIn, { login: dana.email, password: 'x' }, 5)).toEqual(Array(5).fill(1031));
  standIn.control.advanceClock(60_000);
  expect((await signIn(standIn, { login: dana.email, password: dana.password })).status).toBe(201);
});

test('a failure counts for ten minutes, not a millisecond longer [sign-in.blocked-threshold]', () => {
  const account = { email: 'a@example.com', emailOnly: false, totpSecret: null };
  const attempt = { login: 'a', account, password: 'fits', code: undefined } as const;
  const at = (moment: number): readonly number[] => Array.from({ length: 5 }, () => moment);
  const now = 10 * FAILURE_MEMORY;
  expect(judgeSignIn({ ...attempt, failures: at(now - 600_000 + 1) }, now)).toMatchObject({ code: 1031 });
  expect(judgeSignIn({ ...attempt, failures: at(now - 600_000) }, now)).toEqual({ accepted: true, account });
});

test('nobody signs in to an account that is not there, whatever fits', () => {
  const attempt = { login: 'a', account: undefined, password: 'fits', code: 'right', failures: [] } as const;
  expect(judgeSignIn(attempt, 0)).toEqual({ accepted: false, code: 1001, counts: true });
});

test('six digits before the end of a password are no code [sign-in.appended-code]', () => {
  expect(splitAppendedCode('secret123456x')).toBeUndefined();
});
