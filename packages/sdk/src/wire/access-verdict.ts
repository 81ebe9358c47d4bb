import type { ErrorCode } from '../errors.js';
import { isRecord, list, number, text } from './read.js';
import type { ServerOffer } from './server-offer.js';

/** What somebody is to a media server: its owner, of the owner's Home, or a friend it is shared with. The most comes first. */
export type Standing = 'owner' | 'home' | 'shared';

/** One of the machines, and what the person is to it. */
export interface AccessServer extends ServerOffer {
  readonly standing: Standing;
}

/** Why plex.tv gave no answer, or what it said of the token. Plain, and without secrets. */
export interface VerdictError {
  /** For a `switch`, as on every error. */
  readonly code: ErrorCode;
  /** What was asked. */
  readonly operation: string;
  readonly message: string;
  /** The HTTP status, if there was one. */
  readonly statusCode?: number;
}

/** What plex.tv said, and when. */
export interface AccessSeen {
  /** When plex.tv was asked, in milliseconds since the epoch by the client's clock. */
  readonly seenAt: number;
  /** Whom it is about: the `person` that was named, or a fingerprint of the token, which cannot be turned back into it. */
  readonly subject: string;
  /** The person's account id, where it had to be asked for. */
  readonly accountId?: number;
  /** Those of the machines that the person may use. */
  readonly servers: readonly AccessServer[];
  /** Those of the machines that plex.tv certainly doesn't let the person use. */
  readonly absent: readonly string[];
}

/** How a verdict is known: plex.tv has `answer`ed, or it did no longer than `maxAge` ago, and that is in `memory`. */
export interface AnsweredEvidence extends AccessSeen {
  readonly from: 'answer' | 'memory';
}

/** How a verdict is known while plex.tv doesn't answer: it did before, within the grace. */
export interface GraceEvidence extends AccessSeen {
  readonly from: 'grace';
  /** When the grace is over, in milliseconds since the epoch. */
  readonly until: number;
  /** Why plex.tv's answer isn't there. */
  readonly error: VerdictError;
  /** When plex.tv may be asked again, in milliseconds since the epoch. */
  readonly retryAt: number;
}

/** Why a verdict is what it is. */
export type AccessEvidence = AnsweredEvidence | GraceEvidence;

/**
 * What somebody is to some media servers. Plain: JSON keeps all of it, and no token is in it. Let in `owner`, `home` and
 * `shared`, or fewer, by name: whatever else it is, nobody has said that they may come in.
 */
export type AccessVerdict =
  | { readonly verdict: Standing; readonly evidence: AccessEvidence }
  /** plex.tv has said so: none of the machines is theirs or shared with them. */
  | { readonly verdict: 'stranger'; readonly evidence: AnsweredEvidence }
  | {
      readonly verdict: 'unknown';
      /** plex.tv has said that the token is dead (`error.code` is `UNAUTHORIZED`) or over (`TOKEN_EXPIRED`). No grace goes with it. */
      readonly reason: 'token-dead';
      readonly error: VerdictError;
      readonly evidence: AnsweredEvidence;
    }
  | {
      readonly verdict: 'unknown';
      /** plex.tv has not answered, or not to the point. It says nothing about the person. */
      readonly reason: 'unanswered';
      readonly error: VerdictError;
      /** When plex.tv may be asked again, in milliseconds since the epoch: until then, nobody is. */
      readonly retryAt: number;
    };

/** What plex.tv has said of somebody at a time. */
export interface Word {
  readonly seenAt: number;
  readonly offers: readonly ServerOffer[];
  /** Machines that certainly aren't among the offers: these, or all that aren't there. */
  readonly absent: readonly string[] | 'all others';
  readonly accountId: number | undefined;
}

const STANDINGS: readonly string[] = ['owner', 'home', 'shared'] satisfies Standing[];

/** What a server is to somebody. */
export function standingOf({ owned, home }: Pick<ServerOffer, 'owned' | 'home'>): Standing {
  if (owned) return 'owner';
  return home ? 'home' : 'shared';
}

/** The greater of two standings comes first. */
export function byStanding(a: { standing: string }, b: { standing: string }): number {
  return STANDINGS.indexOf(a.standing) - STANDINGS.indexOf(b.standing);
}

const texts = list((entry): entry is string => typeof entry === 'string');
const records = list(isRecord);

/**
 * The word in a verdict that somebody kept: undefined unless it is one, about this subject. It never gives more than the
 * verdict says.
 */
export function readLastVerdict(last: unknown, subject: string): Word | undefined {
  const { verdict, reason, evidence } = isRecord(last) ? last : {};
  if (!isRecord(evidence) || evidence['subject'] !== subject) return undefined;
  const seenAt = number(evidence['seenAt']);
  const given = text(verdict) ?? '';
  if (seenAt === undefined) return undefined;
  const isDead = given === 'unknown' && reason === 'token-dead';
  return {
    seenAt,
    offers: (records(evidence['servers']) ?? []).flatMap((server) => keptOffer(server, given)),
    absent: isDead ? 'all others' : (texts(evidence['absent']) ?? []),
    accountId: number(evidence['accountId']),
  };
}

function keptOffer(server: Record<string, unknown>, verdict: string): ServerOffer[] {
  const machineIdentifier = text(server['machineIdentifier']) ?? '';
  const offer: ServerOffer = {
    machineIdentifier,
    name: text(server['name']) ?? null,
    owned: server['owned'] === true,
    home: server['home'] === true,
    ownerId: number(server['ownerId']) ?? null,
    sourceTitle: text(server['sourceTitle']) ?? null,
  };
  const isSaid = byStanding({ standing: verdict }, { standing: standingOf(offer) }) <= 0;
  return STANDINGS.includes(verdict) && isSaid ? [offer] : [];
}
