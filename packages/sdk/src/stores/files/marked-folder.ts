import { race } from '../../race.js';
import type { StoreOptions } from '../credential-store.js';
import { codeOf, fileSystem, ifThere, makeFolder, paths, syncFolder, writeDurably } from './durable-files.js';

/** Milliseconds after which a folder that is being made was left by somebody who died. */
const GIVEN_UP = 3_600_000;

/** Times a folder is read in the hope that it shows one mark: reading it while a mark is renamed may show none, or both. */
const MOST_LOOKS = 100;

/** What is in a folder. */
export interface Seen {
  /** Its mark. None or several when something else than this file was at work there. */
  readonly marks: readonly string[];
  /** Every file of ours, the marks included. */
  readonly files: readonly string[];
}

/** What a folder is to become. */
export interface Change extends StoreOptions {
  /** The new mark. One that this folder never had. */
  readonly mark: string;
  /** A file that the mark goes with. */
  readonly file?: { readonly name: string; readonly contents: string } | undefined;
}

/** A mark that says: nothing is here. */
export function emptyMark(): string {
  return `empty.${crypto.randomUUID()}.mark`;
}

/** Whether a mark is an `emptyMark`. */
export function isEmptyMark(mark: string): boolean {
  return mark.startsWith('empty.');
}

/**
 * A folder that is in one state at a time, whoever looks: the name of its mark, an empty file, is the state. To rename the
 * mark is to compare and set, across processes: of many who have seen the same mark one succeeds, and there is no lock that
 * somebody who is killed would leave behind. To make the next of numbered files would not do: the number of somebody late is
 * free again once the files of before are deleted. A mark never comes back.
 */
export class MarkedFolder {
  readonly #path: string;
  readonly #room: string;
  readonly #nursery: string;

  /** `store` is the folder of everything, `room` one in it, and this one in that. */
  constructor(store: string, room: string, name: string) {
    this.#room = join(store, room);
    this.#path = join(this.#room, name);
    this.#nursery = join(store, 'new');
  }

  /** What is in it; undefined when nobody has made it yet. */
  async look({ signal }: StoreOptions): Promise<Seen | undefined> {
    for (let looks = 1; ; looks += 1) {
      const all = await race(ifThere(fileSystem().readdir(this.#path)), signal);
      if (!all) return undefined;
      const files = all.filter((name) => /\.(?:mark|jsonl)$/.test(name));
      const marks = files.filter((name) => name.endsWith('.mark'));
      if (marks.length === 1 || looks === MOST_LOOKS) return { marks, files };
    }
  }

  /** What a file holds; undefined when it is not there. */
  read(name: string, { signal }: StoreOptions): Promise<Uint8Array | undefined> {
    return race(ifThere(fileSystem().readFile(join(this.#path, name))), signal);
  }

  /**
   * Changes it from what was seen, with every file on the disk before the mark names it; the file is made after the look,
   * which is what `clean` relies on. False when somebody else changed it meanwhile: look again. A folder with several marks
   * is in the new state alone once it was cleaned, too.
   */
  async change(seen: Seen | undefined, change: Change): Promise<boolean> {
    if (!seen) return this.#make(change);
    const [from] = seen.marks;
    if (from !== undefined) return this.#move(from, change);
    await writeDurably(join(this.#path, emptyMark()), '');
    return false;
  }

  /**
   * Deletes what was there before a change that was made: all that `change` was told it had seen. Whoever made a file among
   * these had seen the same mark or an earlier one, and so comes too late.
   */
  async clean({ files }: Seen): Promise<void> {
    for (const name of files) await this.#delete(name);
  }

  /** The same, on the disk when it resolves: not even a power failure brings back what was there. */
  async erase(seen: Seen): Promise<void> {
    await this.clean(seen);
    await syncFolder(this.#path);
  }

  async #move(from: string, { mark, file, signal }: Change): Promise<boolean> {
    try {
      if (file) await writeDurably(join(this.#path, file.name), file.contents);
      await syncFolder(this.#path);
      signal?.throwIfAborted();
    } catch (error) {
      if (file) await this.#delete(file.name);
      throw error;
    }
    const renamed = fileSystem().rename(join(this.#path, from), join(this.#path, mark));
    const won = (await ifThere(renamed.then(() => true))) ?? false;
    if (!won) {
      if (file) await this.#delete(file.name);
      return false;
    }
    await syncFolder(this.#path);
    // Whoever made the folder may have died before this.
    await syncFolder(this.#room);
    return true;
  }

  /** Puts a whole folder where none is. */
  async #make({ mark, file, signal }: Change): Promise<boolean> {
    await makeFolder(this.#room);
    await fileSystem().mkdir(this.#nursery, { recursive: true, mode: 0o700 });
    const made = join(this.#nursery, crypto.randomUUID());
    await fileSystem().mkdir(made, { mode: 0o700 });
    let settled = false;
    try {
      if (file) await writeDurably(join(made, file.name), file.contents);
      await writeDurably(join(made, mark), '');
      await syncFolder(made);
      const { mtimeMs } = await fileSystem().stat(made);
      signal?.throwIfAborted();
      settled = await this.#settle(made);
      if (settled) await syncFolder(this.#room);
      if (settled) await this.#sweep(mtimeMs - GIVEN_UP).catch(() => undefined);
      return settled;
    } finally {
      if (!settled) await fileSystem().rm(made, { recursive: true, force: true });
    }
  }

  /** Moves a new folder to its place. False when it was swept away, or there is one by now: a folder takes no full one's place. */
  async #settle(made: string): Promise<boolean> {
    try {
      await fileSystem().rename(made, this.#path);
      return true;
    } catch (error) {
      if (codeOf(error) === 'ENOENT' || (await ifThere(fileSystem().stat(this.#path)))) return false;
      throw error;
    }
  }

  /** Deletes new folders from before a time, by the disk's clock. Renamed first, so that nobody alive moves half of one to its place. */
  async #sweep(before: number): Promise<void> {
    const { readdir, rename, rm, stat } = fileSystem();
    for (const name of await readdir(this.#nursery)) {
      const left = join(this.#nursery, name);
      const { mtimeMs } = (await ifThere(stat(left))) ?? { mtimeMs: before };
      if (mtimeMs >= before) continue;
      const doomed = `${left}.old`;
      await ifThere(rename(left, doomed));
      await rm(doomed, { recursive: true, force: true });
    }
  }

  async #delete(name: string): Promise<void> {
    await ifThere(fileSystem().unlink(join(this.#path, name)));
  }
}

function join(...parts: string[]): string {
  return paths().join(...parts);
}
