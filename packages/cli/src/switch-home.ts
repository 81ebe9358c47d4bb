import { errors, type HomeUser } from '@ticketstub/sdk';
import { Failure } from './failure.js';
import { plain } from './output/human.js';
import { askSecret } from './prompts.js';
import type { Run } from './run.js';
import { clientOf, openKeeping, openSession } from './session.js';

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

/**
 * Switches to somebody of the Home under a device of its own, so that nobody else's token ends, and keeps theirs.
 * @throws Failure when there is nobody of that name.
 */
export async function switchHome(run: Run, { name, to, pin }: SwitchInput): Promise<SwitchedTo> {
  const { context, settings } = run;
  const { signal } = context;
  const session = await openSession(run);
  const user = pick(await session.plex.home.users({ signal }), name);
  const profile = to ?? (user.title.toLowerCase().replace(/[^\w.-]+/g, '-') || 'home');
  const theirs: Run = { ...run, settings: { ...settings, profile, token: undefined } };
  const keeping = await openKeeping(theirs);
  const source = session.sourceFor('plex.tv');
  const device = clientOf(run, keeping.clientID).withToken(source);
  const switchWith = (given: string | undefined): ReturnType<typeof device.home.switchTo> =>
    device.home.switchTo(user, { pin: given }, { signal });
  const { accessToken, account } = await switchWith(pin).catch(async (error: unknown) => {
    const isPinWanted = error instanceof errors.TicketstubError && error.code === 'HOME_PIN_REQUIRED';
    if (!isPinWanted || context.stdin.isTTY !== true) throw error;
    return switchWith(await askSecret(context, `PIN of ${plain(user.title)}`));
  });
  await keeping.credentials.adopt({ accessToken, account }, { signal });
  return { who: { uuid: user.uuid, name: plain(user.title) }, profile };
}

function pick(users: readonly HomeUser[], wanted: string): HomeUser {
  const isMeant = ({ uuid, title, username }: HomeUser): boolean =>
    [uuid, title, username].some((one) => one?.toLowerCase() === wanted.toLowerCase());
  const found = users.find(isMeant);
  if (found) return found;
  throw new Failure({
    code: 'NOT_IN_HOME',
    message: `there is nobody called ${plain(wanted)} in your Home`,
    next: 'ticketstub home list',
  });
}
