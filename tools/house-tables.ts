/** Files of one package that do one kind of thing: a folder (its path ends in `/`) or single files, under the package's `src`. */
export interface Room {
  name: string;
  files: readonly string[];
  does: string;
  /** The files of a folder that its other files may import. Each may import those named before it. */
  base?: readonly string[];
  /** The files of a folder that may import all its others. Each may import those named before it. */
  top?: readonly string[];
}

/** What only some files may do; everybody else is handed the result. */
export interface Privilege {
  what: string;
  files: readonly string[];
  /** Modules whose import is the deed. */
  imports?: RegExp;
  /** Calls, `new` and members of globals that are the deed. */
  uses?: RegExp;
}

/** The import rules of one package: floors from the top down, a room imports only from floors below its own. */
export interface House {
  package: string;
  src: string;
  /** The files that name its exports, by the tsconfig that compiles them. */
  doors: readonly { project: string; files: readonly string[] }[];
  floors: readonly (readonly Room[])[];
  /** Whether its files load others only when they are needed: a command starts as fast as what it does allows. */
  isLoadedInParts?: boolean;
  /** Modules from outside the package that it may import at all. */
  outside: RegExp;
  privileges: readonly Privilege[];
}
