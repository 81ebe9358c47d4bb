import { dirname, relative, sep } from 'node:path';
import { type FileCall, watchFiles } from './watched-files.js';

/** Calls that change nothing on a disk. */
const READING = new Set(['readdir', 'readFile', 'stat']);

/** What one call did to names in folders: all of it or nothing. Files and folders are numbered, the first folder is 0. */
interface Naming {
  readonly kind: 'naming';
  readonly entries: readonly { readonly folder: number; readonly name: string; readonly node: number | undefined }[];
}

/** What a file holds from now on. */
interface Writing {
  readonly kind: 'writing';
  readonly node: number;
  readonly text: string;
}

/** From here on, what happened to a file or in a folder is on the disk. */
interface Flush {
  readonly kind: 'flush';
  readonly node: number;
}

/** One thing that happened to a disk. */
export type Happened = Naming | Writing | Flush;

/** What is on a disk: the text of each file by its path, undefined for a folder, which comes before what is in it. */
export type Image = ReadonlyMap<string, string | undefined>;

/** Everything that happens to a folder, in order, by Node's `fs/promises`. */
export class RememberedDisk {
  readonly happened: Happened[] = [];
  readonly #root: string;
  /** What is in each folder now. */
  readonly #folders = new Map<number, Map<string, number>>();
  #last = 0;

  constructor(root: string) {
    this.#root = root;
  }

  /** Begins to remember; ends when what it gives is called. */
  watch(): () => void {
    return watchFiles(async (call) => {
      const result = await call.proceed();
      // What is above it was there before, and is not remembered.
      if (!this.#at(call.path).startsWith('..')) this.#remember(call, result);
      return result;
    });
  }

  #remember({ name, args, path }: FileCall, result: unknown): void {
    switch (name) {
      case 'mkdir':
        return this.#makeFolders(path, args[1], result);
      case 'open':
        return args[1] === 'wx' ? this.#add(path, '') : undefined;
      case 'rename':
        return this.#move(path, String(args[1]));
      case 'unlink':
        return this.#move(path);
      case 'rm':
        // Only of what is not there any more: what is thrown away half made has a test of its own.
        return this.#find(path) === undefined ? undefined : refuse('rm of what is there');
      case 'file.writeFile':
        return void this.happened.push({ kind: 'writing', node: this.#node(path), text: String(args[0]) });
      case 'file.sync':
        return void this.happened.push({ kind: 'flush', node: this.#node(path) });
      default:
        return READING.has(name) ? undefined : refuse(name);
    }
  }

  #at(path: string): string {
    return relative(this.#root, path);
  }

  #find(path: string): number | undefined {
    let node: number | undefined = 0;
    for (const name of this.#at(path).split(sep).filter(Boolean)) node = this.#folders.get(node ?? -1)?.get(name);
    return node;
  }

  #node(path: string): number {
    return this.#find(path) ?? refuse('a path that nothing led to');
  }

  #entry(path: string, node: number | undefined): Naming['entries'][number] {
    return { folder: this.#node(dirname(path)), name: path.split(sep).at(-1) ?? '', node };
  }

  #name(...entries: Naming['entries']): void {
    this.happened.push({ kind: 'naming', entries });
    for (const entry of entries) apply(entry, this.#folders);
  }

  /** A new file with this text, or a folder. */
  #add(path: string, text?: string): void {
    this.#last += 1;
    if (text !== undefined) this.happened.push({ kind: 'writing', node: this.#last, text });
    this.#name(this.#entry(path, this.#last));
  }

  #makeFolders(path: string, options: unknown, first: unknown): void {
    const recursive = typeof options === 'object' && options !== null && 'recursive' in options;
    if (recursive && first === undefined) return;
    if (path !== (recursive ? first : path)) this.#makeFolders(dirname(path), options, first);
    this.#add(path);
  }

  #move(from: string, to?: string): void {
    const node = this.#node(from);
    this.#name(this.#entry(from, undefined), ...(to === undefined ? [] : [this.#entry(to, node)]));
  }
}

function apply({ folder, name, node }: Naming['entries'][number], folders: Map<number, Map<string, number>>): void {
  const names = folders.get(folder) ?? new Map<string, number>();
  folders.set(folder, names);
  if (node === undefined) names.delete(name);
  else names.set(name, node);
}

function refuse(what: string): never {
  throw new Error(`What this does to a disk is not known here: ${what}`);
}

/**
 * Every disk that may be found when the power fails after all of this: what was flushed is there, and of the rest any part,
 * in whatever order it came about; of a text nothing, a half or all.
 */
export function* imagesAfter(happened: readonly Happened[]): Generator<Image, void, undefined> {
  const open = happened.flatMap((one, index) => (isFlushed(one, happened.slice(index)) ? [] : [index]));
  for (const shares of choices(open, happened)) yield imageOf(happened, shares);
}

function isFlushed(one: Happened, later: readonly Happened[]): boolean {
  if (one.kind === 'flush' || (one.kind === 'writing' && one.text === '')) return true;
  // What is moved from one folder to another is on the disk when the second is.
  const where = one.kind === 'writing' ? one.node : one.entries.at(-1)?.folder;
  return later.some(({ kind, ...next }) => kind === 'flush' && 'node' in next && next.node === where);
}

/** For each happening that may be lost, how much of it is there: from 0 to 1. */
function* choices(open: readonly number[], happened: readonly Happened[]): Generator<ReadonlyMap<number, number>> {
  const [first, ...rest] = open;
  if (first === undefined) return void (yield new Map());
  const shares = happened[first]?.kind === 'writing' ? [0, 0.5, 1] : [0, 1];
  for (const others of choices(rest, happened)) for (const share of shares) yield new Map([...others, [first, share]]);
}

function imageOf(happened: readonly Happened[], shares: ReadonlyMap<number, number>): Image {
  const folders = new Map<number, Map<string, number>>();
  const texts = new Map<number, string>();
  for (const [index, one] of happened.entries()) {
    const share = shares.get(index) ?? 1;
    if (one.kind === 'writing' && share > 0) texts.set(one.node, one.text.slice(0, one.text.length * share));
    if (one.kind === 'naming' && share > 0) for (const entry of one.entries) apply(entry, folders);
  }
  const inside = (path: string, node: number): [string, string | undefined][] =>
    [...(folders.get(node) ?? [])].flatMap(([name, next]) => [
      [path + name, texts.get(next)],
      ...inside(`${path}${name}${sep}`, next),
    ]);
  return new Map(inside('', 0));
}
