import { identifiedSettingsOf, type PlexCore } from '../core.js';
import { getServerOffersOperation } from '../operations/get-resources.js';
import type { CallOptions, Clock } from '../options.js';
import { pinnedTo } from '../settings.js';
import { prepare } from '../transport/call.js';
import {
  type AccessSeen,
  type AccessVerdict,
  type AnsweredEvidence,
  readLastVerdict,
  type VerdictError,
  type Word,
} from '../wire/access-verdict.js';
import { check, demandObject, demandText } from '../wire/arguments.js';
import type { Asker, Outcome } from './inquiry.js';
import { type Case, isOwnerToProve, judge, recall } from './standing.js';
import { type TokenRequest, type TokenFile, tokenFileOf } from './token-file.js';

const MINUTE = 60_000;

/** What a verdict may be told, besides what every call may. A `serverURL` moves the account base. */
export interface VerdictOptions extends CallOptions {
  /** Milliseconds for which plex.tv's last answer is good enough. 0: ask now. Default: a minute. */
  readonly maxAge?: number | undefined;
  /**
   * Milliseconds for which an `owner`, `home` or `shared` outlasts plex.tv, counted from when it was last asked with success.
   * A `stranger` or a dead token ends it at once. Default 0: not at all.
   */
  readonly grace?: number | undefined;
  /**
   * A verdict that was given before and kept, as JSON brought it back, so that the grace survives a restart. It counts as
   * much as plex.tv's own word: keep it in the person's own session, where nobody else can write. What is no verdict, or is
   * about another token or `person`, is passed over.
   */
  readonly last?: unknown;
  /** The id of the account that the machines belong to. Then nobody else is their `owner`, and nobody else can share them. */
  readonly owner?: number | undefined;
  /** Whom it is about, by a name that outlasts the token, such as their account's `uuid`. `last` is bound to it, else to the token. */
  readonly person?: string | undefined;
}

/** Whose standing where. */
export interface VerdictQuestion {
  readonly token: string;
  readonly machineIdentifiers: readonly string[];
}

/** A question, checked, and what belongs to it. */
interface Hearing extends Case, Asker {
  readonly request: TokenRequest;
  readonly clock: Clock;
  readonly file: TokenFile;
  readonly grace: number;
  readonly last: unknown;
  readonly person: string | undefined;
}

/** Does what `access.verdict` says. */
export async function accessVerdict(
  core: PlexCore,
  question: VerdictQuestion,
  options: VerdictOptions = {},
): Promise<AccessVerdict> {
  const hearing = open(core, question, options);
  hearing.signal?.throwIfAborted();
  const outcome = await ask(hearing);
  const { file, person } = hearing;
  const subject = person === undefined ? `token:${await file.fingerprint()}` : `person:${person}`;
  return outcome.state === 'answered'
    ? answered(hearing, { ...outcome, subject })
    : unsettled(hearing, { outcome, subject });
}

/** Asks for the servers that the person may use and, where it has to be known, who they are. */
async function ask(hearing: Hearing): Promise<Outcome<Word>> {
  const { file, request } = hearing;
  const listing = await file.listing(request, hearing);
  if (listing.state !== 'answered' || !isOwnerToProve(hearing, listing.value)) return listing;
  const account = await file.account(request, hearing);
  if (account.state !== 'answered') return account;
  return { ...listing, value: { ...listing.value, accountId: account.value } };
}

/** @throws InvalidArgumentError for anything wrong with the arguments. */
function open(core: PlexCore, { token, machineIdentifiers }: VerdictQuestion, options: VerdictOptions): Hearing {
  const given = identifiedSettingsOf(core);
  check(typeof token === 'string' && /^[!-~]+$/.test(token), 'token', 'must be a token');
  check(
    Array.isArray(machineIdentifiers) && machineIdentifiers.length > 0,
    'machineIdentifiers',
    'must name a machine',
  );
  demandObject(options, 'options');
  const { maxAge = MINUTE, grace = 0, last, owner, person, ...call } = options;
  for (const [name, time] of Object.entries({ maxAge, grace })) {
    check(Number.isFinite(time) && time >= 0, name, 'must be 0 or more milliseconds');
  }
  check(owner === undefined || (Number.isSafeInteger(owner) && owner > 0), 'owner', 'must be the id of an account');
  const settings = pinnedTo(given, token);
  const { url, timeout, fetch, policy, clock } = prepare(settings, getServerOffersOperation, {
    input: {},
    options: call,
  });
  return {
    machineIdentifiers: [...new Set(machineIdentifiers)].map((machine) => demandText(machine, 'machineIdentifiers')),
    owner,
    maxAge,
    grace,
    last,
    person: person === undefined ? undefined : demandText(person, 'person'),
    signal: call.signal,
    manner: { fetch, timeout, retries: JSON.stringify(policy) },
    // Whoever leaves leaves the others what they wait for.
    request: { settings, options: { ...call, signal: undefined } },
    clock,
    file: tokenFileOf(core, { token, url, clock }),
  };
}

type Answered = Extract<Outcome<Word>, { readonly state: 'answered' }>;
type Unsettled = Exclude<Outcome<unknown>, { readonly state: 'answered' }>;

/** The verdict on what plex.tv says. */
function answered(hearing: Hearing, { from, value: word, subject }: Answered & { subject: string }): AccessVerdict {
  const { servers, absent } = judge(hearing, word);
  const evidence: AnsweredEvidence = { from, ...seen(word, subject), servers, absent };
  const [best] = servers;
  if (best) return { verdict: best.standing, evidence };
  if (absent.length === hearing.machineIdentifiers.length) return { verdict: 'stranger', evidence };
  const operation = getServerOffersOperation.name;
  const message = `${operation}: not every entry of the list can be read`;
  const error: VerdictError = { code: 'INVALID_RESPONSE', operation, message };
  return unanswered(hearing, { error, retryAt: word.seenAt + hearing.maxAge, subject });
}

/** The verdict when plex.tv has not answered, or has refused the token. */
function unsettled(hearing: Hearing, { outcome, subject }: { outcome: Unsettled; subject: string }): AccessVerdict {
  if (outcome.state === 'failed') return unanswered(hearing, { ...outcome, subject });
  const { from, at, error } = outcome;
  const evidence: AnsweredEvidence = { from, ...seen({ seenAt: at }, subject), servers: [], absent: [] };
  return { verdict: 'unknown', reason: 'token-dead', error: { ...error }, evidence };
}

/** The verdict of before, if there is a grace and it isn't over; else nobody knows. */
function unanswered(
  hearing: Hearing,
  { error: failure, retryAt, subject }: { error: VerdictError; retryAt: number; subject: string },
): AccessVerdict {
  const { file, last, grace, clock } = hearing;
  const error = { ...failure };
  const kept = readLastVerdict(last, subject);
  const found = grace > 0 && recall(hearing, { own: file.words, kept }, { grace, now: clock.now() });
  if (!found) return { verdict: 'unknown', reason: 'unanswered', error, retryAt };
  const { verdict, servers, absent, seenAt } = found;
  const until = seenAt + grace;
  return { verdict, evidence: { from: 'grace', ...seen(found, subject), servers, absent, until, error, retryAt } };
}

type Seen = Pick<AccessSeen, 'seenAt'> & { readonly accountId?: number | undefined };

function seen({ seenAt, accountId }: Seen, subject: string): Pick<AccessSeen, 'seenAt' | 'subject' | 'accountId'> {
  return { seenAt, subject, ...(accountId !== undefined && { accountId }) };
}
