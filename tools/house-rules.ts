import type { House, Privilege, Room } from './house-tables.js';
import type { Import, Source } from './source.js';

interface Located {
  floor: number;
  room: Room;
}

/** Every import of a package that its house forbids, one sentence each. */
export function importViolations(house: House, sources: readonly Source[]): string[] {
  return sources.flatMap((source) => {
    const from = locate(house, source.path);
    if (from === undefined) return [`${source.path}: no room of the house holds this file`];
    return source.imports.flatMap((found) => judge(house, { source, from, found }));
  });
}

/** Rooms that no file lives in: the table would describe a house that is not there. */
export function emptyRooms(house: House, sources: readonly Source[]): string[] {
  const rooms = house.floors.flat();
  return rooms.filter((room) => !sources.some((source) => holds(house, room, source.path))).map((room) => room.name);
}

/** Every deed reserved to certain files that another file does. */
export function privilegeViolations(house: House, sources: readonly Source[]): string[] {
  return house.privileges.flatMap((privilege) =>
    sources
      .filter((source) => !holds(house, privilege, source.path))
      .flatMap((source) =>
        deeds(privilege, source).map((deed) => `${source.path}:${deed} ${who(privilege)} may ${privilege.what}`),
      ),
  );
}

/** Import cycles, each as the files it runs through. */
export function cycles(sources: readonly Source[]): string[] {
  const byPath = new Map(sources.map((source) => [source.path, source]));
  const done = new Set<string>();
  const found: string[] = [];
  const walk = (path: string, trail: readonly string[]): void => {
    const at = trail.indexOf(path);
    if (at >= 0) found.push([...trail.slice(at), path].join(' → '));
    if (at >= 0 || done.has(path)) return;
    for (const { file } of byPath.get(path)?.imports ?? []) if (file !== undefined) walk(file, [...trail, path]);
    done.add(path);
  };
  for (const path of byPath.keys()) walk(path, []);
  return found;
}

function judge(house: House, { source, from, found }: { source: Source; from: Located; found: Import }): string[] {
  const say = (why: string): string[] => [`${source.path}:${found.line} imports ${found.specifier}: ${why}`];
  if (found.file === undefined)
    return house.outside.test(found.specifier) ? [] : say('not a module this package may use');
  const to = locate(house, found.file);
  if (to === undefined) return say('no room of the house holds that file');
  if (to.floor > from.floor) return [];
  if (to.room !== from.room)
    return say(`${from.room.name} may not look ${to.floor < from.floor ? 'up at' : 'across at'} ${to.room.name}`);
  return mayShare(house, { room: to.room, from: source.path, to: found.file })
    ? []
    : say(`inside ${to.room.name} only its base is shared`);
}

/** Inside a folder, everybody imports the base, and the top imports everybody; both in the order in which they are named. */
function mayShare(house: House, { room, from, to }: { room: Room; from: string; to: string }): boolean {
  const { base = [], top = [] } = room;
  const rank = (path: string): number => {
    const name = path.slice(`${house.src}/${room.files[0] ?? ''}`.length);
    if (base.includes(name)) return base.indexOf(name) - base.length;
    return top.indexOf(name) + 1;
  };
  return rank(to) < rank(from) && (rank(to) < 0 || rank(from) > 0);
}

function locate(house: House, path: string): Located | undefined {
  for (const [floor, rooms] of house.floors.entries()) {
    const room = rooms.find((candidate) => holds(house, candidate, path));
    if (room !== undefined) return { floor, room };
  }
  return undefined;
}

function holds(house: House, { files }: Pick<Room, 'files'>, path: string): boolean {
  return files.some((file) =>
    file.endsWith('/') ? path.startsWith(`${house.src}/${file}`) : path === `${house.src}/${file}`,
  );
}

function deeds({ imports, uses }: Privilege, source: Source): string[] {
  const imported = source.imports
    .filter((found) => imports?.test(found.specifier))
    .map((found) => `${found.line} ${found.specifier}:`);
  const used = source.uses.filter((use) => uses?.test(use.text)).map((use) => `${use.line} ${use.text}:`);
  return [...imported, ...used];
}

function who({ files }: Privilege): string {
  return files.length === 0 ? 'nobody' : `only ${files.join(', ')}`;
}
