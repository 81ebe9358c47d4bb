import { scrypt, timingSafeEqual } from 'node:crypto';

/** log2 of scrypt's cost: low, since these passwords are invented and the tests that use them are many. */
const COST = 10;
const BLOCK = 8;
const LANES = 1;
const LENGTH = 32;

/** Bytes a hash may take to check. */
const MOST_MEMORY = 64 * 1024 * 1024;
const MOST_LANES = 16;

function memoryOf(ln: number, r: number): number {
  return 128 * 2 ** ln * r;
}

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
    scrypt(password, salt, length, { N: 2 ** ln, r, p, maxmem: MOST_MEMORY }, (error, key) => {
      // Null on Node, undefined on Bun.
      if (error) reject(error);
      else resolve(key);
    });
  });
}

function unpadded(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('base64').replaceAll('=', '');
}

/** What a PHC string says; undefined when it says nothing that can be checked at a bearable cost. */
function parsePasswordHash(hash: string): { recipe: Recipe; key: Buffer } | undefined {
  const parts = PHC.exec(hash);
  if (parts === null) return undefined;
  const [ln = 0, r = 0, p = 0] = parts.slice(1, 4).map(Number);
  const [salt = '', encoded = ''] = parts.slice(4);
  const key = Buffer.from(encoded, 'base64');
  const bearable = ln > 0 && r > 0 && p > 0 && p <= MOST_LANES && memoryOf(ln, r) < MOST_MEMORY / 2;
  if (!bearable || key.length === 0) return undefined;
  return { recipe: { salt: Buffer.from(salt, 'base64'), ln, r, p, length: key.length }, key };
}

/** Whether a text is a scrypt hash this module can check. */
export function isPasswordHash(hash: string): boolean {
  return parsePasswordHash(hash) !== undefined;
}

/** The PHC string of a password, `$scrypt$ln=10,r=8,p=1$salt$key`. */
export async function hashPassword(password: string, salt: Uint8Array): Promise<string> {
  const key = await derive(password, { salt, ln: COST, r: BLOCK, p: LANES, length: LENGTH });
  return `$scrypt$ln=${COST},r=${BLOCK},p=${LANES}$${unpadded(salt)}$${unpadded(key)}`;
}

/** Whether a password is the one behind a PHC string; never throws on a string that is none. */
export async function passwordMatches(password: string, hash: string): Promise<boolean> {
  const parsed = parsePasswordHash(hash);
  if (parsed === undefined) return false;
  return timingSafeEqual(await derive(password, parsed.recipe), parsed.key);
}
