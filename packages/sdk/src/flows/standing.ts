import { type AccessServer, byStanding, type Standing, standingOf, type Word } from '../wire/access-verdict.js';
import type { ServerOffer } from '../wire/server-offer.js';

/** Milliseconds by which two clocks may differ. */
const SKEW = 60_000;

/** What is to be judged. */
export interface Case {
  readonly machineIdentifiers: readonly string[];
  /** The account that the machines belong to, if the caller knows it. */
  readonly owner: number | undefined;
}

/** What is found. */
export interface Finding {
  /** The machines that the person may use, the best standing first. */
  readonly servers: readonly AccessServer[];
  /** Those that the person certainly may not. What is in neither list is open. */
  readonly absent: readonly string[];
}

/** What is found in what was said before. */
export interface Recalled extends Finding {
  readonly verdict: Standing;
  /** When it was said: the oldest word that counted. */
  readonly seenAt: number;
  readonly accountId: number | undefined;
}

/** What was said before: by this process's own memory, the newest first, and by the verdict that a caller kept. */
export interface Remembered {
  readonly own: readonly Word[];
  readonly kept: Word | undefined;
}

/** How old a word may be, in milliseconds, and when. */
export interface Allowed {
  readonly grace: number;
  readonly now: number;
}

/** Whether the person's own account has to be known: plex.tv says that a machine is theirs, and it should be the owner's. */
export function isOwnerToProve({ machineIdentifiers, owner }: Case, word: Word): boolean {
  const isClaimed = word.offers.some((offer) => offer.owned && machineIdentifiers.includes(offer.machineIdentifier));
  return owner !== undefined && word.accountId === undefined && isClaimed;
}

/** What a word says of all the machines. */
export function judge({ machineIdentifiers, owner }: Case, word: Word): Finding {
  const told = machineIdentifiers.map((machine) => ({ machine, said: tell(machine, word, owner) }));
  return {
    servers: told.flatMap(({ said }) => (typeof said === 'object' ? [said] : [])).sort(byStanding),
    absent: told.flatMap(({ machine, said }) => (said === 'absent' ? [machine] : [])),
  };
}

/**
 * What was said before and still counts; undefined when nothing does. Of this process's own words the newest that tells
 * of a machine counts, alone. A no counts whatever else was said, by whichever of the two: which came first, clocks that are
 * set back don't tell.
 */
export function recall(asked: Case, { own, kept }: Remembered, allowed: Allowed): Recalled | undefined {
  const words = kept ? [...own, kept] : own;
  const found = asked.machineIdentifiers.map((machine) => {
    const mine = own.flatMap((word) => hear(machine, word, asked.owner)).slice(0, 1);
    const heard = kept ? [...mine, ...hear(machine, kept, asked.owner)] : mine;
    return { machine, last: lastOf(heard, allowed) };
  });
  const granted = found.flatMap(({ last }) => (typeof last === 'object' ? [last] : []));
  const servers = granted.map(({ server }) => server).sort(byStanding);
  const [best] = servers;
  if (!best) return undefined;
  return {
    verdict: best.standing,
    servers,
    absent: found.flatMap(({ machine, last }) => (last === 'absent' ? [machine] : [])),
    seenAt: Math.min(...granted.map(({ seenAt }) => seenAt)),
    accountId: words.find(({ accountId }) => accountId !== undefined)?.accountId,
  };
}

/** What a word says of one machine, when it says something: a yes has a server. */
interface Heard {
  readonly seenAt: number;
  readonly server: AccessServer | undefined;
}

interface Yes extends Heard {
  readonly server: AccessServer;
}

function hear(machine: string, word: Word, owner: number | undefined): Heard[] {
  const said = tell(machine, word, owner);
  return said === 'open' ? [] : [{ seenAt: word.seenAt, server: said === 'absent' ? undefined : said }];
}

/** The newest yes that is young enough, unless there is a no. */
function lastOf(heard: readonly Heard[], { grace, now }: Allowed): Yes | 'absent' | undefined {
  let newest: Yes | undefined;
  for (const { seenAt, server } of heard) {
    if (!server) return 'absent';
    const counts = Math.abs(now - seenAt) <= grace && seenAt - now <= SKEW;
    if (counts && !(newest && newest.seenAt >= seenAt)) newest = { seenAt, server };
  }
  return newest;
}

/**
 * What a word says of one machine. Where the owner is known, a machine that is said to be somebody's own is, if they are that
 * owner, and one that is shared with them, if it is by that owner: anybody can have plex.tv list a server of their own under
 * another's machine identifier, which a server tells to whoever asks.
 */
function tell(machine: string, word: Word, owner: number | undefined): AccessServer | 'absent' | 'open' {
  const offers = word.offers.filter(({ machineIdentifier }) => machineIdentifier === machine);
  const isRight = ({ owned, ownerId }: ServerOffer): boolean =>
    owner === undefined || owner === (owned ? word.accountId : ownerId);
  const [best] = offers
    .filter(isRight)
    .map((offer) => ({ ...offer, standing: standingOf(offer) }))
    .sort(byStanding);
  if (best) return best;
  const isUnproven = word.accountId === undefined && offers.some(({ owned }) => owned);
  return !isUnproven && (word.absent === 'all others' || word.absent.includes(machine)) ? 'absent' : 'open';
}
