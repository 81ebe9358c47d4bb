import { type Caller, control, failToSignIn, lookAtPin, makePin, mint, signIn, signOut } from '../asking.js';
import { hold } from '../part.js';
import type { Random } from '../random.js';
import { type Book, type Pending, CLIENTS, PIN_CLIENT, bury, buryAccounts, buryTransients } from './book.js';

/** Failures from one address that do not block it yet. */
const BEARABLE = 4;

/** Plex's number for a wrong password. */
export const WRONG_PASSWORD = 1001;

/** Transient tokens of one person that are kept an eye on. */
const MOST_TRANSIENTS = 12;

/** The client identifiers are the person's own. */
export function clientOf({ person }: Book, client: string): string {
  return `${client}-of-${person}`;
}

/** An address no other person and no earlier move has had. */
function ipOf(address: number): string {
  return `10.${(address >> 16) & 255}.${(address >> 8) & 255}.${address & 255}`;
}

/** Moves the client that fails to an address where nobody has failed yet. */
async function move(book: Book, caller: Caller): Promise<void> {
  book.failures = undefined;
  book.address += 1;
  const whereabouts = { clientIdentifier: clientOf(book, 'stranger'), ip: ipOf(book.address), country: 'SE' };
  hold(await control(caller, 'set-address', whereabouts), 'a client could not be moved');
  book.failures = 0;
}

async function fail(book: Book, caller: Caller): Promise<void> {
  const code = await failToSignIn(caller, book.login, clientOf(book, 'stranger'));
  hold(code === WRONG_PASSWORD, `a failure too few to block was refused with ${code}`);
  book.failures = (book.failures ?? 0) + 1;
}

/** The token that a claim made takes the place of the one before it. */
export function holdClaimed(book: Book, pin: { id: number; code: string; authToken: string }): void {
  const before = book.accounts.get(PIN_CLIENT);
  if (before !== undefined) bury(book, [before], 'plex.tv');
  book.accounts.set(PIN_CLIENT, pin.authToken);
  book.pin = { id: pin.id, code: pin.code, isClaimed: true, token: pin.authToken };
}

async function claim(book: Book, caller: Caller): Promise<void> {
  const { pin, person } = book;
  if (pin === undefined) throw new RangeError('There is no PIN to claim');
  hold(await control(caller, 'claim-pin', { code: pin.code, person }), `${person} could not claim a PIN`);
  book.pin = { ...pin, isClaimed: true };
  const { authToken, ...seen } = await lookAtPin(caller, pin, clientOf(book, PIN_CLIENT));
  hold(authToken !== null, 'a PIN that was claimed has no token');
  holdClaimed(book, { ...seen, authToken });
}

/** Does one thing, and writes down what was acknowledged. */
async function act(book: Book, caller: Caller, doing: Pending): Promise<void> {
  switch (doing.kind) {
    case 'sign-in': {
      const token = await signIn(caller, book.login, clientOf(book, doing.client));
      const before = book.accounts.get(doing.client);
      if (before !== undefined) bury(book, [before], 'plex.tv');
      book.accounts.set(doing.client, token);
      return;
    }
    case 'sign-out': {
      const token = book.accounts.get(doing.client) ?? '';
      await signOut(caller, token);
      bury(book, [token], 'plex.tv');
      book.accounts.delete(doing.client);
      return;
    }
    case 'mint':
      book.transients.add(await mint(caller, book.server, [...book.accounts.values()][0] ?? ''));
      return;
    case 'breach':
      await control(caller, 'breach', { person: book.person });
      buryAccounts(book);
      return;
    case 'restart':
      await control(caller, 'restart-server', { server: book.server });
      buryTransients(book);
      return;
    case 'remove': {
      const isGone = await control(caller, 'remove-access', { person: doing.guest, server: book.server });
      hold(isGone, `${doing.guest} had lost what was shared with them`);
      book.guests.delete(doing.guest);
      book.removed.add(doing.guest);
      return;
    }
    case 'move':
      return move(book, caller);
    case 'fail':
      return fail(book, caller);
    case 'pin': {
      const { id, code } = await makePin(caller, clientOf(book, PIN_CLIENT));
      book.pin = { id, code, isClaimed: false, token: null };
      return;
    }
    case 'claim':
      return claim(book, caller);
  }
}

/** What is done next. */
function choose({ accounts, transients, guests, failures, pin }: Book, random: Random): Pending {
  const signingIn: Pending = { kind: 'sign-in', client: random.pick(CLIENTS) };
  const drawn = random.int(0, 99);
  const [guest] = guests;
  if (drawn < 15) return failures === undefined || failures >= BEARABLE ? { kind: 'move' } : { kind: 'fail' };
  if (drawn < 19 && guest !== undefined) return { kind: 'remove', guest };
  if (drawn < 23) return { kind: 'breach' };
  if (drawn < 28 || transients.size > MOST_TRANSIENTS) return { kind: 'restart' };
  if (drawn > 85) return { kind: pin?.isClaimed === false ? 'claim' : 'pin' };
  if (accounts.size === 0 || drawn > 60) return signingIn;
  if (drawn < 45) return { kind: 'sign-out', client: random.pick([...accounts.keys()]) };
  return { kind: 'mint' };
}

/** Does one thing that the person may do now; what was not acknowledged stays pending. */
export async function actOnce(book: Book, caller: Caller, random: Random): Promise<void> {
  const doing = choose(book, random);
  book.pending = doing;
  await act(book, caller, doing);
  book.pending = undefined;
}
