import { scrypt, timingSafeEqual } from 'node:crypto';

/** log2 of scrypt's cost: low, since these passwords are invented and the tests that use them are many. */
const COST = 10;
const BLOCK = 8;
const LANES = 1;
const LENGTH = 32;

const PHC = /^\$scrypt\$ln=(\d{1,2}),r=(\d{1,2}),p=(\d{1,2})\$([A-Za-z0-9+/]+)\$([A-Za-z0-9+/]+)$/;

function derive(password: string, salt: Uint8Array, ln: number, r: number, p: number, length: number): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    scrypt(password, salt, length, { N: 2 ** ln, r, p, maxmem: 64 * 1024 * 1024 }, (error, key) => {
      if (error === null) resolve(key);
      else reject(error);
    });
  });
}

function unpadded(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('base64').replaceAll('=', '');
}

/** Whether a text is a scrypt hash this module can check. */
export function isPasswordHash(hash: string): boolean {
  return PHC.test(hash);
}

/** The PHC string of a password, `$scrypt$ln=10,r=8,p=1$salt$key`. */
export async function hashPassword(password: string, salt: Uint8Array): Promise<string> {
  const key = await derive(password, salt, COST, BLOCK, LANES, LENGTH);
  return `$scrypt$ln=${COST},r=${BLOCK},p=${LANES}$${unpadded(salt)}$${unpadded(key)}`;
}

/** Whether a password is the one behind a PHC string; never throws on a string that is none. */
export async function passwordMatches(password: string, hash: string): Promise<boolean> {
  const parts = PHC.exec(hash);
  if (parts === null) return false;
  const [, ln = '', r = '', p = '', salt = '', key = ''] = parts;
  const expected = Buffer.from(key, 'base64');
  const actual = await derive(password, Buffer.from(salt, 'base64'), Number(ln), Number(r), Number(p), expected.length);
  return timingSafeEqual(actual, expected);
}
