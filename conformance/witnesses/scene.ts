import type { Fault, Person, StandIn, StandInOptions } from '@ticketstub/standin';

/** What came of a step: facts of what was returned, or the error, without its message. */
export type Outcome =
  | { readonly returned: Readonly<Record<string, string | number | boolean>> }
  | { readonly threw: { readonly class: string; readonly status?: number; readonly codes?: readonly number[] } };

/** One thing a client is asked to do, and what must come of it. */
export interface Step {
  /** In words, for the page. */
  readonly asked: string;
  /** The deed of the client's program, and what that is handed. */
  readonly deed: string;
  readonly given: (standIn: StandIn<string>) => Readonly<Record<string, unknown>>;
  /** How long it is before this, on the stand-in's clock, in milliseconds. */
  readonly waits?: number;
  /** What goes wrong with the request, by control. */
  readonly fault?: Fault;
  /** Whether what comes of it hangs on chance, as the letters of a token do. */
  readonly byChance?: true;
  /** Whether it asks several addresses at once; how many of them have answered is chance, so each answer counts once. */
  readonly races?: true;
  /** What the stand-in was asked, and answered. */
  readonly answers: readonly string[];
  readonly comes: Outcome;
  /** Why a failure is the client's and not ours: a rule of the ledger, which names its source. */
  readonly because?: string;
}

/** Steps against one stand-in, taken by one process. */
export interface Scene {
  readonly title: string;
  /** What the title leaves open. */
  readonly note?: string;
  readonly options: StandInOptions;
  readonly steps: readonly Step[];
}

/** A client that others wrote. */
export interface Witness {
  /** The folders under `node_modules` that it is made of. */
  readonly modules: readonly string[];
  /** The file of this folder that puts the deeds at the client's doors. */
  readonly program: string;
  /** Flags of Node, when the addresses are written into the client. */
  readonly flags: readonly string[];
  /** Completes "Unmodified but for". */
  readonly but: string;
  readonly scenes: readonly Scene[];
}

/** Somebody of the stand-in. */
export function person({ people }: StandIn<string>, name: string): Person {
  const found = people[name];
  if (found === undefined) throw new Error(`Nobody is called ${name}`);
  return found;
}

/** A media server of the stand-in, by its place in the seed. */
export function server({ servers }: StandIn<string>, place: 0 | 1): { url: string; source: string } {
  const found = servers[place];
  if (found === undefined) throw new Error(`There is no server ${place}`);
  return { url: found.url, source: `server://${found.machineIdentifier}` };
}

/** What somebody types to sign in, the code of the moment included where they have one. */
export function credentials(standIn: StandIn<string>, name: string): Readonly<Record<string, string>> {
  const { email, password, totp } = person(standIn, name);
  return { login: email, password, ...(totp && { verificationCode: totp() }) };
}
