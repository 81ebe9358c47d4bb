import { link, mkdir, open, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Failure } from '../failure.js';
import { codeOf, ifThere, membersIn } from '../json-file.js';

const SEALED_WITH = ['keychain', 'passphrase', 'key-file'] as const;

/** What the credentials of a folder are sealed with. Nothing in it is secret. */
export interface VaultRecord {
  readonly schema: 1;
  /** What the key is kept under. */
  readonly id: string;
  readonly sealedWith: (typeof SEALED_WITH)[number];
  /** What tells the right key from a wrong one, and nothing else of it. */
  readonly check: string;
  /** Of a passphrase: base64url. */
  readonly salt?: string | undefined;
}

const pathOf = (folder: string): string => join(folder, 'vault.json');

/** @throws Failure when it is there and makes no sense. */
export async function readRecord(folder: string): Promise<VaultRecord | undefined> {
  const text = await ifThere(readFile(pathOf(folder), 'utf8'));
  if (text === undefined) return undefined;
  const record = recordIn(text);
  if (record) return record;
  throw recordDamaged(folder, 'damaged');
}

/** That nobody can say what the credentials are sealed with. */
export function recordDamaged(folder: string, how: 'damaged' | 'not there'): Failure {
  return new Failure({
    code: 'VAULT_DAMAGED',
    message: `${pathOf(folder)} is ${how}: nothing says what the credentials are sealed with`,
    next: GIVE_UP,
  });
}

/** What to do when credentials cannot be opened any more. */
export const GIVE_UP =
  'restore it from a backup, or give up what is kept: ticketstub logout --keep-device, then ticketstub login';

/** False when there is one already: it is not replaced. */
export async function writeRecord(folder: string, record: VaultRecord): Promise<boolean> {
  const draft = join(folder, `${crypto.randomUUID()}.tmp`);
  await mkdir(folder, { recursive: true, mode: 0o700 });
  try {
    await writeFile(draft, JSON.stringify(record), { mode: 0o600, flag: 'wx', flush: true });
    // A link fails where there is a file: of many who come at once, one is the first.
    await link(draft, pathOf(folder));
    await syncFolder(folder);
    return true;
  } catch (error) {
    if (codeOf(error) === 'EEXIST') return false;
    throw error;
  } finally {
    await rm(draft, { force: true });
  }
}

export async function removeRecord(folder: string): Promise<void> {
  await rm(pathOf(folder), { force: true });
}

/** Credentials must not outlive what says how to open them, not even a power failure. */
async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, 'r').catch(() => undefined);
  // Windows, and some file systems, have nothing to flush here.
  await handle?.sync().catch(() => {});
  await handle?.close();
}

function recordIn(text: string): VaultRecord | undefined {
  const { schema, id, sealedWith, check, salt } = membersIn(text);
  const known = SEALED_WITH.find((kind) => kind === sealedWith);
  const isNamed = typeof id === 'string' && /^[\da-f-]{36}$/.test(id);
  const isSalted = typeof salt === 'string';
  const isWhole = isSalted || (salt === undefined && known !== 'passphrase');
  if (schema !== 1 || !isNamed || !known || typeof check !== 'string' || !isWhole) return undefined;
  return { schema, id, sealedWith: known, check, ...(isSalted && { salt }) };
}
