import type { HomeRole, Plan } from '../../db/accounts.js';
import type { Fault } from '../../memory/faults.js';

/** Some of a list, and how many there are in all. */
export interface Some<Item> {
  readonly shown: readonly Item[];
  readonly total: number;
}

/** A secret that is not shown: enough of it to tell it from others, and the digits that the request log shows for it. */
export interface ShownSecret {
  readonly short: string;
  readonly fingerprint: string;
}

/** Somebody who can sign in, and with what. */
export interface ShownPerson {
  readonly id: number;
  /** By the seed's name: `alice`. */
  readonly key: string;
  readonly title: string;
  readonly email: string;
  readonly username: string;
  readonly emailOnly: boolean;
  readonly plan: Plan;
  readonly home: HomeRole | null;
  /** Empty for who has none. */
  readonly password: string;
  /** The Home PIN. */
  readonly pin: string | null;
  /** The two-factor code of the moment. */
  readonly code: string | null;
}

/** A share of a server. */
export interface ShownGuest {
  readonly id: number;
  readonly person: string;
  readonly token: ShownSecret;
}

/** A media server, and who may use it. */
export interface ShownServer {
  readonly name: string;
  readonly machineIdentifier: string;
  readonly version: string;
  readonly url: string;
  readonly owner: string;
  readonly guests: Some<ShownGuest>;
}

/** The public key of a device: its owner's name for it, shortened. */
export interface ShownKey {
  readonly short: string;
  /** Whether a JWT was issued by it. */
  readonly used: boolean;
}

/** A device on the list of somebody, and what is on it. */
export interface ShownDevice {
  readonly id: number;
  readonly person: string;
  readonly clientIdentifier: string;
  /** Whether its token is of a switch in the Home. */
  readonly home: boolean;
  /** The opaque token; null for a device that has only JWTs, or was signed out. */
  readonly token: ShownSecret | null;
  readonly keys: readonly ShownKey[];
}

/** A temporary token of a media server. */
export interface ShownTransient {
  readonly person: string;
  /** The name of the server that made it. */
  readonly server: string;
  readonly token: ShownSecret;
  /** Milliseconds since the epoch. */
  readonly until: number;
}

/** A PIN that can still be asked for. */
export interface ShownPin {
  readonly id: number;
  /** Whole when it is one to be typed, else shortened. */
  readonly code: string;
  readonly product: string;
  readonly clientIdentifier: string;
  readonly expiresAt: number;
  readonly claimed: boolean;
}

/** Where a client identifier was put. */
export interface ShownAddress {
  readonly clientIdentifier: string;
  readonly ip: string;
  readonly country: string;
}

/** A switch the stand-in was started with. */
export interface ShownSwitch {
  readonly name: string;
  readonly value: string;
  readonly does: string;
}

/** All that the console shows, but for the log. */
export interface ConsoleState {
  readonly now: number;
  /** Milliseconds the clock is ahead of the machine's. */
  readonly ahead: number;
  /** When something of this will look different without anybody doing anything; null for never. */
  readonly staleAt: number | null;
  readonly people: Some<ShownPerson>;
  readonly servers: readonly ShownServer[];
  readonly devices: Some<ShownDevice>;
  readonly transients: Some<ShownTransient>;
  /** The keys that plex.tv signs with, the newest first, shortened. */
  readonly signingKeys: readonly string[];
  readonly pins: readonly ShownPin[];
  readonly faults: readonly { readonly fault: Fault; readonly left: number }[];
  readonly addresses: readonly ShownAddress[];
  readonly switches: readonly ShownSwitch[];
}
