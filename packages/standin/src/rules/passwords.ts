import { scrypt, timingSafeEqual } from 'node:crypto';

/** log2 of scrypt's cost: low, since these passwords are invented and the tests that use them are many. */
const COST = 10;
const BLOCK = 8;
const LANES = 1;
const LENGTH = 32;

const PHC = /^\$scrypt\$ln=(\d{1,2}),r=(\d{1,2}),p=(\d{1,2})\$([A-Za-z0-9+/]+)\$([A-Za-z0-9+/]+)$/;

/** What scrypt is told besides the password. */
interface Recipe {
  readonly salt: Uint8Array;
  readonly ln: number;
  readonly r: number;
  readonly p: number;
  readonly length: number;
}

function derive(password: string, { salt, ln, r, p, length }: Recipe): Promise<Buffer> {
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
  const key = await derive(password, { salt, ln: COST, r: BLOCK, p: LANES, length: LENGTH });
  return `$scrypt$ln=${COST},r=${BLOCK},p=${LANES}$${unpadded(salt)}$${unpadded(key)}`;
}

/** Whether a password is the one behind a PHC string; never throws on a string that is none. */
export async function passwordMatches(password: string, hash: string): Promise<boolean> {
  const parts = PHC.exec(hash);
  if (parts === null) return false;
  const [, ln = '', r = '', p = '', salt = '', key = ''] = parts;
  const expected = Buffer.from(key, 'base64');
  const cost = { ln: Number(ln), r: Number(r), p: Number(p) };
  const actual = await derive(password, { ...cost, salt: Buffer.from(salt, 'base64'), length: expected.length });
  return timingSafeEqual(actual, expected);
}
