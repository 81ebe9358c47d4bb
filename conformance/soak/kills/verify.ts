import { type Caller, control, failToSignIn, isAlive, lookAtPin, opens } from '../asking.js';
import { hold } from '../part.js';
import { WRONG_PASSWORD, clientOf, holdClaimed } from './act.js';
import { type Book, type Pending, PIN_CLIENT, bury, buryAccounts, buryTransients } from './book.js';

/** How many failures from one address block it. */
const BLOCKING = 5;

/** Which of the tokens are alive. */
async function living(tokens: Iterable<string>, look: (token: string) => Promise<boolean>): Promise<Set<string>> {
  const found = new Set<string>();
  for (const token of tokens) if (await look(token)) found.add(token);
  return found;
}

/** A breach that nobody acknowledged ended all tokens of the person, or none. */
function settleBreach(book: Book, alive: ReadonlySet<string>): void {
  const isWhole = alive.size === 0 || alive.size === book.accounts.size;
  hold(isWhole, `a breach ended ${book.accounts.size - alive.size} of ${book.accounts.size} tokens`);
  if (alive.size === 0) buryAccounts(book);
}

/** Whether what is pending may have ended the token of a client. */
function mayHaveEnded(pending: Pending | undefined, client: string): boolean {
  if (pending?.kind === 'claim') return client === PIN_CLIENT;
  return (pending?.kind === 'sign-in' || pending?.kind === 'sign-out') && pending.client === client;
}

async function verifyAccounts(book: Book, caller: Caller): Promise<void> {
  const { accounts, pending } = book;
  const alive = await living(accounts.values(), (token) => isAlive(caller, token));
  if (pending?.kind === 'breach') return settleBreach(book, alive);
  for (const [client, token] of accounts) {
    if (alive.has(token)) continue;
    hold(mayHaveEnded(pending, client), `a token of ${book.person} that was handed out is dead, and nobody ended it`);
    bury(book, [token], 'plex.tv');
    accounts.delete(client);
  }
}

/** A PIN is there as it was made, and one whose claim was cut off is claimed with a live token, or not at all. */
async function verifyPin(book: Book, caller: Caller, heldBefore: boolean): Promise<void> {
  const { pin, pending, accounts } = book;
  if (pin === undefined) return;
  const { authToken, ...seen } = await lookAtPin(caller, pin, clientOf(book, PIN_CLIENT));
  hold(seen.code === pin.code, 'a PIN has another code');
  if (pin.token !== null || pending?.kind !== 'claim') {
    return hold(authToken === pin.token, 'a PIN has another token');
  }
  const isHeld = accounts.has(PIN_CLIENT);
  if (authToken === null) return hold(!pin.isClaimed && isHeld === heldBefore, 'a PIN was claimed by half');
  hold(!isHeld && (await isAlive(caller, authToken)), 'a PIN was claimed, and its token is not the one that lives');
  holdClaimed(book, { ...seen, authToken });
}

async function verifyTransients(book: Book, caller: Caller): Promise<void> {
  const { transients, pending, server } = book;
  const alive = await living(transients, (token) => opens(caller, server, token));
  const isWhole = alive.size === transients.size || (alive.size === 0 && pending?.kind === 'restart');
  hold(isWhole, `${transients.size - alive.size} of ${transients.size} transient tokens of ${server} are dead`);
  if (alive.size === 0) buryTransients(book);
}

async function verifyDead(book: Book, caller: Caller): Promise<void> {
  for (const { token, at } of book.dead) {
    const lives = at === 'plex.tv' ? await isAlive(caller, token) : await opens(caller, book.server, token);
    hold(!lives, `a token of ${book.person} whose death was acknowledged is alive again`);
  }
}

/** A share that was ended cannot be ended again; one whose end was not acknowledged may be either, and ends now. */
async function verifyShares(book: Book, caller: Caller): Promise<void> {
  const { pending, removed, guests, server } = book;
  for (const guest of removed) {
    const wasShared = await control(caller, 'remove-access', { person: guest, server });
    hold(!wasShared, `${server} is shared with ${guest} again`);
  }
  if (pending?.kind !== 'remove') return;
  await control(caller, 'remove-access', { person: pending.guest, server });
  guests.delete(pending.guest);
  removed.add(pending.guest);
}

/** Fails until the address is blocked: all that went before must have been counted, and nothing else. */
async function verifyFailures(book: Book, caller: Caller): Promise<void> {
  const { failures, pending } = book;
  if (failures === undefined) return;
  let more = 0;
  while ((await failToSignIn(caller, book.login, clientOf(book, 'stranger'))) === WRONG_PASSWORD) {
    more += 1;
    hold(failures + more <= BLOCKING, `${book.person} failed ${failures} times, and it was not counted`);
  }
  const missing = BLOCKING - failures - more;
  hold(missing === 0 || (missing === 1 && pending?.kind === 'fail'), `${missing} failures were made up`);
  book.failures = undefined;
}

/** Holds a stand-in that was killed and started again to everything it had acknowledged to one person. */
export async function verifyBook(book: Book, caller: Caller): Promise<void> {
  const heldBefore = book.accounts.has(PIN_CLIENT);
  await verifyAccounts(book, caller);
  await verifyPin(book, caller, heldBefore);
  await verifyTransients(book, caller);
  await verifyDead(book, caller);
  await verifyShares(book, caller);
  await verifyFailures(book, caller);
  book.pending = undefined;
}
