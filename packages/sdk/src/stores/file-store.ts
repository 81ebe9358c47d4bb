import { CredentialStoreError } from '../errors.js';
import type { Clock } from '../options.js';
import { race } from '../race.js';
import { check, demandText } from '../wire/arguments.js';
import { isRecord, text } from '../wire/read.js';
import {
  type Credential,
  type ListedCredential,
  listedCredential,
  parseCredential,
  stringifyCredential,
} from './credential.js';
import {
  type ChangeOptions,
  type CredentialStore,
  Damage,
  demandName,
  demandPrefix,
  type Lease,
  type ListOptions,
  type StoredCredential,
  type StoreOptions,
} from './credential-store.js';
import { codeOf, fileSystem, ifThere, paths } from './files/durable-files.js';
import { emptyMark, isEmptyMark, MarkedFolder, type Seen } from './files/marked-folder.js';

/** What a file store may be told. */
export interface FileStoreOptions {
  /** What leases are timed by. Default: the system's clock. */
  readonly clock?: Pick<Clock, 'now'> | undefined;
}

/**
 * A store in a folder, for all processes of one machine. Each credential is a file that only its owner may read (0600), in
 * folders that only its owner may enter (0700). A write is on the disk before it resolves; whoever is killed in the middle of
 * one leaves what was there before, and no lock. Nothing is done before the first call.
 *
 * What was damaged is `STORE_DAMAGED`, until a write without `ifVersion`, or a removal, takes its place. What the system
 * refuses is `STORE_FAILED`, and the `code` of its `cause` says why, such as `ENOSPC`.
 * @param directory A path, or a `file:` URL. Made by the first write or lease; one that is there keeps its rights.
 * @throws InvalidArgumentError when it is neither.
 */
export function fileStore(directory: string | URL, options: FileStoreOptions = {}): CredentialStore {
  return new FileStore(pathOf(directory), options);
}

/** A credential as it was found. */
interface Kept extends StoredCredential {
  readonly name: string;
}

const CREDENTIALS = 'credentials';
const LEASES = 'leases';

class FileStore implements CredentialStore {
  readonly #directory: string;
  readonly #clock: Pick<Clock, 'now'>;

  constructor(directory: string, { clock = Date }: FileStoreOptions) {
    this.#directory = directory;
    this.#clock = clock;
  }

  async read(name: string, options: StoreOptions = {}): Promise<StoredCredential | undefined> {
    const folder = folderOf(demandName(name, options));
    const kept = await attempt('read', options, () => this.#find(folder, options));
    return kept && { credential: kept.credential, version: kept.version };
  }

  async write(name: string, credential: Credential, options: ChangeOptions = {}): Promise<string> {
    const written = stringifyCredential(credential);
    const folder = this.#folder(CREDENTIALS, demandName(name, options));
    return attempt('write', options, async () => {
      for (;;) {
        const seen = await folder.look(options);
        demandVersion('write', seen, options);
        const contents = `${JSON.stringify({ name, nonce: crypto.randomUUID() })}\n${written}\n`;
        const version = digest(contents);
        const change = { ...options, mark: markOf(version), file: { name: fileOf(version), contents } };
        if (!(await folder.change(seen, change))) continue;
        // It is written: what could not be deleted is deleted by the next write.
        if (seen) await folder.clean(seen).catch(() => undefined);
        return version;
      }
    });
  }

  async remove(name: string, options: ChangeOptions = {}): Promise<boolean> {
    const folder = this.#folder(CREDENTIALS, demandName(name, options));
    return attempt('remove', options, async () => {
      for (let damage = false; ;) {
        const seen = await folder.look(options);
        demandVersion('remove', seen, options);
        const empty = isEmpty(seen);
        damage ||= seen?.marks.length === 0;
        // Another file beside an empty mark is one of somebody who was killed. It may hold a secret.
        if (!seen || (empty && seen.files.length === 1)) return damage;
        if (!(await folder.change(seen, { ...options, mark: emptyMark() }))) continue;
        await folder.erase(seen);
        return damage || !empty;
      }
    });
  }

  async lease(name: string, ttl: number, options: StoreOptions = {}): Promise<Lease | undefined> {
    const folder = this.#folder(LEASES, demandName(name, options));
    check(ttl > 0 && Number.isFinite(ttl), 'ttl', 'must be a positive number of milliseconds');
    return attempt('lease', options, async () => {
      for (;;) {
        const seen = await folder.look(options);
        const now = this.#clock.now();
        if (seen?.marks.some((mark) => endOf(mark) > now)) return undefined;
        const end = now + ttl;
        const mark = `${crypto.randomUUID()}.${end}.mark`;
        if (!(await folder.change(seen, { ...options, mark }))) continue;
        if (seen) await folder.clean(seen).catch(() => undefined);
        // The disk took its time, and somebody else may have it by now.
        if (this.#clock.now() >= end) return undefined;
        const mine = { marks: [mark], files: [mark] };
        const give = (): Promise<boolean> => folder.change(mine, { mark: emptyMark() });
        return { release: async () => void (await attempt('release', {}, give)) };
      }
    });
  }

  async *list(options: ListOptions = {}): AsyncGenerator<ListedCredential, void, undefined> {
    const prefix = demandPrefix(options);
    const { signal } = options;
    const room = paths().join(this.#directory, CREDENTIALS);
    const folders = await attempt('list', options, () => race(ifThere(fileSystem().readdir(room)), signal));
    const damage = new Damage();
    for (const folder of folders ?? []) {
      if (!/^[\da-f]{64}$/.test(folder)) continue;
      signal?.throwIfAborted();
      const kept = await damage.past(() => attempt('list', options, () => this.#find(folder, options)));
      if (kept?.name.startsWith(prefix)) yield listedCredential(kept.name, kept.version, kept.credential);
      signal?.throwIfAborted();
    }
    damage.tell();
  }

  #folder(room: string, name: string): MarkedFolder {
    return new MarkedFolder(this.#directory, room, folderOf(name));
  }

  async #find(name: string, options: StoreOptions): Promise<Kept | undefined> {
    const folder = new MarkedFolder(this.#directory, CREDENTIALS, name);
    for (let missed: string | undefined; ;) {
      const version = versionOf(await folder.look(options));
      if (version === null) return undefined;
      const contents = await folder.read(fileOf(version), options);
      if (contents) return keptIn(contents, version, name);
      // A file goes after its mark has: with the same mark still there, it is missing.
      if (version === missed) throw damaged();
      missed = version;
    }
  }
}

function pathOf(directory: unknown): string {
  const given = directory instanceof URL ? pathOfURL(directory) : demandText(directory, 'directory');
  check(!given.includes('\0'), 'directory', 'must be a path');
  return paths().resolve(given);
}

function pathOfURL(url: URL): string {
  try {
    return process.getBuiltinModule('node:url').fileURLToPath(url);
  } catch {
    check(false, 'directory', 'must be a file: URL');
  }
}

const markOf = (version: string): string => `${version}.mark`;
const fileOf = (version: string): string => `${version}.jsonl`;

function digest(contents: string | Uint8Array): string {
  return process.getBuiltinModule('node:crypto').createHash('sha256').update(contents).digest('hex');
}

/** Any name as one that all file systems keep apart: they don't know all letters, and take some for the same. */
function folderOf(name: string): string {
  // Not as UTF-8, in which all halves of surrogate pairs are one character.
  return digest(Buffer.from(name, 'utf16le'));
}

/** The end of the lease that a mark stands for; not a number for a mark that stands for none. */
function endOf(mark: string): number {
  return Number(/^[^.]+\.(.+)\.mark$/.exec(mark)?.[1]);
}

function isEmpty(seen: Seen | undefined): boolean {
  const [mark, ...others] = seen?.marks ?? [];
  return !seen || (mark !== undefined && others.length === 0 && isEmptyMark(mark));
}

/** Which version is there; null when nothing is. */
function versionOf(seen: Seen | undefined): string | null {
  if (!seen || isEmpty(seen)) return null;
  const [mark, ...others] = seen.marks;
  if (mark === undefined || others.length > 0) throw damaged();
  return mark.replace(/\.mark$/, '');
}

function demandVersion(method: string, seen: Seen | undefined, { ifVersion }: ChangeOptions): void {
  if (ifVersion === undefined || versionOf(seen) === ifVersion) return;
  throw new CredentialStoreError(method, 'STORE_CONFLICT');
}

/** What a file holds: on its first line the name, on its second the credential. */
function keptIn(contents: Uint8Array, version: string, folder: string): Kept {
  const [head = '', credential = ''] = new TextDecoder().decode(contents).split('\n');
  const name = digest(contents) === version && nameIn(head);
  if (!name || folderOf(name) !== folder) throw damaged();
  return { name, version, credential: parseCredential(credential) };
}

function nameIn(head: string): string | undefined {
  try {
    const value: unknown = JSON.parse(head);
    return isRecord(value) ? text(value['name']) : undefined;
  } catch {
    return undefined;
  }
}

function damaged(): CredentialStoreError {
  return new CredentialStoreError('read', 'STORE_DAMAGED');
}

/** @throws CredentialStoreError with the code `STORE_FAILED` when the system refuses something. */
async function attempt<T>(method: string, { signal }: StoreOptions, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    const code = codeOf(error);
    const told = error instanceof CredentialStoreError || (signal?.aborted && error === signal.reason);
    if (told || code === undefined) throw error;
    // Node's own message shows the path.
    const syscall = isRecord(error) ? text(error['syscall']) : undefined;
    const cause = Object.assign(new Error([code, syscall].filter(Boolean).join(': ')), { code, syscall });
    throw new CredentialStoreError(method, 'STORE_FAILED', cause);
  }
}
