import { expect, test } from 'vitest';
import { hashPassword, isPasswordHash, passwordMatches } from '../src/rules/passwords.js';

const salt = Buffer.from('a salt of 16 by.');

test('a hash says how it was made, and fits the password alone', async () => {
  const hash = await hashPassword('open sesame', salt);
  expect(hash).toMatch(/^\$scrypt\$ln=10,r=8,p=1\$[\w+/]{22}\$[\w+/]{43}$/);
  expect(await passwordMatches('open sesame', hash)).toBe(true);
  expect(await passwordMatches('open sesame ', hash)).toBe(false);
});

test.each([
  ['the cheapest', '$scrypt$ln=1,r=1,p=1$AAAA$AAAA'],
  ['two digits everywhere', '$scrypt$ln=10,r=10,p=10$AAAA$AAAA'],
  ['as many lanes as are allowed', '$scrypt$ln=10,r=8,p=16$AAAA$AAAA'],
  ['nearly as much memory as is allowed', '$scrypt$ln=15,r=7,p=1$AAAA$AAAA'],
  ['a key of all letters there are', '$scrypt$ln=10,r=8,p=1$Az09+/$Az09+/'],
])('a hash with %s can be checked', async (_, hash) => {
  expect(isPasswordHash(hash)).toBe(true);
  expect(await passwordMatches('x', hash)).toBe(false);
});

test.each([
  ['no cost', '$scrypt$ln=0,r=8,p=1$AAAA$AAAA'],
  ['no blocks', '$scrypt$ln=10,r=0,p=1$AAAA$AAAA'],
  ['no lane', '$scrypt$ln=10,r=8,p=0$AAAA$AAAA'],
  ['a lane too many', '$scrypt$ln=10,r=8,p=17$AAAA$AAAA'],
  ['a cost too high', '$scrypt$ln=15,r=8,p=1$AAAA$AAAA'],
  ['blocks too large', '$scrypt$ln=14,r=99,p=1$AAAA$AAAA'],
  ['a key of no whole byte', '$scrypt$ln=10,r=8,p=1$AAAA$A'],
  ['something before it', ' $scrypt$ln=10,r=8,p=1$AAAA$AAAA'],
  ['something after it', '$scrypt$ln=10,r=8,p=1$AAAA$AAAA='],
  ['numbers of three digits', '$scrypt$ln=10,r=008,p=1$AAAA$AAAA'],
])('a hash with %s is none', async (_, hash) => {
  expect(isPasswordHash(hash)).toBe(false);
  expect(await passwordMatches('x', hash)).toBe(false);
});
