import { errors, type PersonCredentials, type PlexAPI, type PlexDevice } from '@ticketstub/sdk';

/** Which devices are signed out. */
export interface SignOutInput {
  /** All of the account but its servers, not only those that this sign-in made. */
  readonly everywhere: boolean;
  readonly signal: AbortSignal;
}

/**
 * Signs devices out at plex.tv, the one that asks last, and says how many there were. A sign-in that is over has none.
 * @throws TicketstubError when plex.tv could not be asked: some may be signed out.
 */
export async function signOutDevices(
  plex: PlexAPI,
  credentials: PersonCredentials,
  { everywhere, signal }: SignOutInput,
): Promise<number> {
  const { tokens } = await credentials.explain();
  const own = new Set(tokens.flatMap(({ kind, clientID }) => (OWN.has(kind) ? [clientID] : [])));
  try {
    const { clientID: asker, accessToken } = await credentials.for('plex.tv', { signal });
    const asking = plex.withToken(accessToken);
    const devices = (await asking.devices.list({ signal })).filter(({ provides }) => !provides.includes('server'));
    const isOurs = ({ clientIdentifier }: PlexDevice): boolean => own.has(clientIdentifier ?? '');
    const chosen = devices.filter((device) => everywhere || isOurs(device));
    const others = chosen.filter(({ clientIdentifier }) => clientIdentifier !== asker);
    for (const device of others) await asking.devices.remove(device, {}, { signal });
    await asking.account.signOut({ signal });
    return others.length + 1;
  } catch (error) {
    const isOver = error instanceof errors.TicketstubError && error.code === 'SIGN_IN_AGAIN';
    if (isOver) return 0;
    throw error;
  }
}

/** The tokens that a sign-in made a device for. */
const OWN: ReadonlySet<string> = new Set(['account', 'jwt', 'home']);
