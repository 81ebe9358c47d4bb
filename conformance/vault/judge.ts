import type { Change } from './audit.js';
import { type Exchange, renewing } from './gate.js';
import type { Run } from './herd.js';
import type { Lived, Write } from './life.js';

const DAY = 86_400_000;

/** Milliseconds over which requests are counted. */
const WINDOW = 1000;

/** A renewal that was let through before such a time began may send both its requests in it. */
const UNDER_WAY = 2;

/** A token that was given, and to whom. */
interface Given extends Exchange {
  readonly life: Lived;
}

/** Every token of every client identifier, in the order in which they were given. */
function givenIn({ lives }: Run): Map<string, Given[]> {
  const all = lives.flatMap((life) => life.gate.exchanges.map((exchange) => ({ ...exchange, life })));
  return grouped(
    all.toSorted((a, b) => a.end - b.end),
    ({ clientID }) => clientID,
  );
}

function grouped<T>(items: readonly T[], nameOf: (item: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const item of items) {
    const group = groups.get(nameOf(item)) ?? [];
    groups.set(nameOf(item), group);
    group.push(item);
  }
  return groups;
}

/** Credentials that don't hold the last token that was given for them, for a week to come. */
export function unrenewed(run: Run): string[] {
  const given = givenIn(run);
  const kept = new Map(run.kept.map((one) => [one.name, one]));
  return run.planted
    .map(({ name }) => name)
    .filter((name) => {
      const { token, expiresAt = 0 } = kept.get(name) ?? {};
      return token === undefined || token !== given.get(name)?.at(-1)?.token || expiresAt < Date.now() + 6 * DAY;
    });
}

/** Tokens that were given for what had one, and whether that one was lost with a process that was killed before it had stored it. */
export function repeatsIn(run: Run): { readonly clientID: string; readonly isOfKilled: boolean }[] {
  return [...givenIn(run)].flatMap(([clientID, given]) =>
    given.slice(0, -1).map(({ life, token }) => ({
      clientID,
      // One at a time: what a process had under way at its death is the last that it was given.
      isOfKilled: life.isKilled && life.gate.exchanges.at(-1)?.token === token && !hasStored(life, token),
    })),
  );
}

function hasStored(life: Lived, token: string): boolean {
  return life.writes().some((write) => write.token === token && write.version !== undefined);
}

/** Client identifiers that had two exchanges at one time. */
export function overlapsIn(run: Run): string[] {
  return [...givenIn(run)]
    .filter(([, given]) => {
      const inOrder = given.toSorted((a, b) => a.begin - b.begin);
      return inOrder.some(({ begin }, index) => begin < (inOrder[index - 1]?.end ?? -Infinity));
    })
    .map(([clientID]) => clientID);
}

/** What is wrong with the writes of a credential, by what their processes had read and were told. */
export function staleWrites(run: Run): string[] {
  const writes = grouped(
    run.lives.flatMap((life) => life.writes().map((write) => ({ ...write, isOfKilled: life.isKilled }))),
    ({ name }) => name,
  );
  return [...writes].flatMap(([name, made]) => {
    const done = made.filter(({ version }) => version !== undefined);
    const open = made.filter(({ version }) => version === undefined);
    const versions = new Set(done.map(({ version }) => version));
    const overs = new Set(done.map(({ over }) => over));
    // The version that was planted, and each that nobody lived to tell of.
    const unheard = [...overs].filter((over) => !versions.has(over)).length;
    return [
      overs.size < done.length ? `${name}: two writes over one version` : '',
      unheard > 1 + open.length ? `${name}: a write over a version that was never there` : '',
      open.some(({ isOfKilled }) => !isOfKilled) ? `${name}: a write that was refused` : '',
    ].filter(Boolean);
  });
}

/** Changes that go over another version than their writer had read, or that nobody tells of; and writes that are not there. */
export function wrongChanges(run: Run, changes: readonly Change[]): string[] {
  const writes = grouped(
    run.lives.flatMap((life) => life.writes()),
    ({ name }) => name,
  );
  const kept = new Map(run.kept.map(({ name, version }) => [name, version]));
  const made = grouped(changes, ({ name }) => name);
  const isOf = ({ over, version }: Write, change: Change): boolean =>
    over === change.old && (version === undefined || version === change.version);
  return run.planted.flatMap(({ name }) => {
    const told = writes.get(name) ?? [];
    const seen = made.get(name) ?? [];
    const done = told.filter(({ version }) => version !== undefined);
    return [
      seen.every((change) => told.some((write) => isOf(write, change))) ? '' : `${name}: another version was replaced`,
      done.every((write) => seen.some((change) => isOf(write, change))) ? '' : `${name}: a write is not there`,
      seen.at(-1)?.version === kept.get(name) ? '' : `${name}: not its last version`,
    ].filter(Boolean);
  });
}

/** Times in which more was asked than the set rate lets through. */
export function haste({ lives, processes, task: { keepers, rate } }: Run): string[] {
  const each = rate.burst + UNDER_WAY * keepers;
  const passages = lives
    .flatMap(({ gate }, number) => gate.passages.map(({ at }) => ({ at, number })))
    .toSorted((a, b) => a.at - b.at);
  const found: string[] = [];
  for (let first = 0, last = 0; last < passages.length; last += 1) {
    const now = passages[last]?.at ?? 0;
    while ((passages[first]?.at ?? now) <= now - WINDOW) first += 1;
    const within = passages.slice(first, last + 1);
    const whose = grouped(within, ({ number }) => String(number));
    const allowed = processes * rate.perSecond + whose.size * each;
    if (within.length > allowed) found.push(`${within.length} requests in a second, of ${allowed}`);
    for (const [number, own] of whose)
      if (own.length > rate.perSecond + each) found.push(`${own.length} requests of process ${number} in a second`);
  }
  return found;
}

/** Requests that no renewal sends, and what the stand-in has written down otherwise than the gates. */
export function oddRequests({ lives, seen }: Run): string[] {
  const passages = lives.flatMap(({ gate }) => gate.passages);
  const odd = passages.filter(({ request }) => !renewing.includes(request)).map(({ request }) => request);
  const given = lives.flatMap(({ gate }) => gate.exchanges.map(({ clientID }) => clientID));
  const issued = seen
    .filter(({ operation, status }) => operation === 'issueToken' && status === 200)
    .map(({ clientIdentifier }) => clientIdentifier ?? '');
  return [
    ...odd,
    ...(seen.length === passages.length ? [] : [`${passages.length} requests passed, ${seen.length} arrived`]),
    ...(given.toSorted().join() === issued.toSorted().join() ? [] : ['other tokens were given than those that passed']),
  ];
}
