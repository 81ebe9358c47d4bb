import type { Clock } from './clock.js';
import type { Control } from './control.js';
import type { InProcessFetch } from './in-process.js';
import type { Person } from './people.js';

/** The people of the built-in cast. */
export type CastName = 'alice' | 'bruno' | 'carla' | 'dana' | 'eve' | 'finn';

/** A media server the stand-in plays. */
export interface PlayedServer {
  readonly name: string;
  readonly machineIdentifier: string;
  readonly version: string;
  /** Its origin; on the loopback interface unless the option `hostname` says otherwise. */
  readonly url: string;
}

/** A local Plex: plex.tv and its media servers. */
export interface StandIn<Name extends string = CastName> extends AsyncDisposable {
  /** The base addresses to give a client in place of Plex's own. */
  readonly endpoints: { readonly account: string; readonly clients: string; readonly authApp: string };
  /** The origin of plex.tv. */
  readonly url: string;
  /** In the order of the seed; with the built-in cast Attic (current) and Cellar (before 1.15.4). */
  readonly servers: readonly PlayedServer[];
  /** Whom to sign in as, by the seed's names. */
  readonly people: Readonly<Record<Name, Person>>;
  /** The clock everything in the stand-in goes by. */
  readonly clock: Clock;
  /**
   * Answers `https://plex.tv`, `https://clients.plex.tv`, `https://app.plex.tv`, each server's own address and the
   * sockets', without a socket and never from the network; rejects with a `TypeError` for any other origin.
   */
  readonly fetch: InProcessFetch;
  /** What a test does behind the back of the program under test. */
  readonly control: Control;
  /** Ends every connection, wait and port, and closes the database; may be called twice. */
  close(): Promise<void>;
}
