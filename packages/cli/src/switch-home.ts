import { errors, type HomeUser } from '@ticketstub/sdk';
import { USAGE } from './exit-codes.js';
import { isFreeFor } from './free-for.js';
import { Failure, usage } from './failure.js';
import { matchName } from './match-name.js';
import { plain } from './output/human.js';
import { askSecret, canAsk } from './prompts.js';
import type { Run } from './run.js';
import { clientOf, type Keeping, openKeeping, openSession } from './session.js';
import { isProfileName, PROFILE_NAMES } from './settings.js';

/** To whom is switched, and where their token goes. */
export interface SwitchInput {
  readonly name: string;
  readonly to: string | undefined;
  readonly pin: string | undefined;
}

/** Whose token is kept now, and where. */
export interface SwitchedTo {
  readonly who: { readonly uuid: string; readonly name: string };
  readonly profile: string;
}

/** How often a PIN is asked for: then somebody is guessing. */
const MOST_PINS = 3;

/**
 * Switches to somebody of the Home under a device of its own, so that nobody else's token ends, and keeps theirs.
 * @throws Failure when there is nobody of that name, or the profile is somebody else's.
 */
export async function switchHome(run: Run, { name, to, pin }: SwitchInput): Promise<SwitchedTo> {
  const { context, settings } = run;
  const { signal } = context;
  if (to !== undefined && !isProfileName(to)) throw usage(PROFILE_NAMES, 'ticketstub home switch --help');
  const session = await openSession(run);
  const user = matchName(await session.plex.home.users({ signal }), name, {
    of: ({ title, username, uuid }) => [title, username, uuid],
    nobody: 'nobody in your Home is called',
    code: 'NOT_IN_HOME',
    next: 'ticketstub home list',
  });
  const profile = to ?? profileFor(user);
  const keeping = await openKeeping({ ...run, settings: { ...settings, profile, token: undefined } });
  await demandFree(keeping, user, profile);
  // A switch ends what its person had under this client identifier [home.switch-rotates]: each profile has one of its own.
  const device = clientOf(run, keeping.clientID).withToken(session.sourceFor('plex.tv'));
  const { accessToken, account } = await withPin(run, user, {
    pin,
    attempt: async (given) => device.home.switchTo(user, { pin: given }, { signal }),
  });
  signal.throwIfAborted();
  await keeping.credentials.adopt({ accessToken, account });
  return { who: { uuid: user.uuid, name: user.title }, profile };
}

interface Attempt<Switched> {
  readonly pin: string | undefined;
  readonly attempt: (pin: string | undefined) => Promise<Switched>;
}

/** Asks for their PIN at a terminal if they have one, and again when it was wrong. */
async function withPin<Switched>(
  { context }: Run,
  user: HomeUser,
  { pin, attempt }: Attempt<Switched>,
): Promise<Switched> {
  const isAsked = pin === undefined && canAsk(context);
  const name = plain(user.title);
  if (user.protected && pin === undefined && !isAsked)
    throw new Failure({
      code: 'HOME_PIN_REQUIRED',
      message: `${name} has a PIN, and there is no terminal to ask for it`,
      next: `ticketstub home switch ${JSON.stringify(name)} --pin, with the PIN in stdin`,
      exitCode: USAGE,
    });
  let given = user.protected && isAsked ? await askSecret(context, `PIN of ${name}`) : pin;
  for (let asked = 1; ; asked += 1) {
    try {
      return await attempt(given);
    } catch (error) {
      const isPin = error instanceof errors.TicketstubError && error.code.startsWith('HOME_PIN_');
      if (!isPin) throw error;
      if (!isAsked || asked === MOST_PINS) throw wrongPin(name, error);
      given = await askSecret(context, `That was wrong. PIN of ${name}`);
    }
  }
}

function wrongPin(name: string, cause: unknown): Failure {
  const next = `ticketstub home switch ${JSON.stringify(name)}`;
  return new Failure({ code: 'HOME_PIN_INVALID', message: `that is not the PIN of ${name}`, next, cause });
}

/** A profile of their own, called by their name as far as one can be. */
function profileFor({ title, uuid }: HomeUser): string {
  const name = title
    .normalize('NFKD')
    .toLowerCase()
    .replace(/\p{M}/gu, '')
    .replace(/[^\w.-]+/g, '-')
    .replace(/^-+|-+$/g, '')
    .slice(0, 64);
  return name === '' || name === 'default' ? uuid : name;
}

/** @throws Failure when the profile holds the credentials of somebody else. */
async function demandFree({ credentials }: Keeping, { uuid, title }: HomeUser, profile: string): Promise<void> {
  if (await isFreeFor(uuid, credentials)) return;
  throw new Failure({
    code: 'PROFILE_TAKEN',
    message: `the profile ${profile} is somebody else’s than ${plain(title)}’s`,
    next: `ticketstub home switch ${JSON.stringify(plain(title))} --to ANOTHER`,
  });
}
