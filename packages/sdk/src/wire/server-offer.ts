import { flag, isRecord, Mismatch, number, text, words } from './read.js';

/** A media server that plex.tv lets somebody use, as far as it says what they are to it. */
export interface ServerOffer {
  readonly machineIdentifier: string;
  readonly name: string | null;
  /** Whether plex.tv says that it is theirs. */
  readonly owned: boolean;
  /** Whether plex.tv says that it belongs to somebody of their Home. */
  readonly home: boolean;
  /** The account that it belongs to; null where plex.tv names none, as for those that are owned. */
  readonly ownerId: number | null;
  /** The owner's name; null where plex.tv gives none. */
  readonly sourceTitle: string | null;
}

/** The media servers that plex.tv lets somebody use. */
export interface ServerOffers {
  readonly offers: readonly ServerOffer[];
  /** Whether every entry of the list could be read: of a server that isn't there, only such a list says that it isn't. */
  readonly whole: boolean;
}

/**
 * The media servers in a list of resources. A player is none, and neither is what plex.tv gives no token for: any program can
 * sign itself in under another's identifier and say that it provides a server.
 * @throws Mismatch when it is no list.
 */
export function readServerOffers(body: unknown): ServerOffers {
  if (!Array.isArray(body)) throw new Mismatch('it is no list');
  const entries = body.filter(isNamed);
  return { offers: entries.filter(isServer).map(offerOf), whole: entries.length === body.length };
}

type Entry = Record<string, unknown> & { readonly clientIdentifier: string };

function isNamed(entry: unknown): entry is Entry {
  return isRecord(entry) && Boolean(text(entry['clientIdentifier']));
}

function isServer({ provides, accessToken }: Entry): boolean {
  return words(provides)?.includes('server') === true && Boolean(text(accessToken));
}

function offerOf({ clientIdentifier, name, owned, home, ownerId, sourceTitle }: Entry): ServerOffer {
  return {
    machineIdentifier: clientIdentifier,
    name: text(name) ?? null,
    owned: flag(owned) === true,
    home: flag(home) === true,
    ownerId: number(ownerId) ?? null,
    sourceTitle: text(sourceTitle) ?? null,
  };
}
