import { identifiedSettingsOf, type PlexCore } from '../core.js';
import { getHomeUsersOperation } from '../operations/get-home-users.js';
import type { CallOptions } from '../options.js';
import { send } from '../transport/send.js';
import type { HomeUser } from '../wire/home-user.js';

/** Does what `home.users` says. */
export async function getHomeUsers(core: PlexCore, options?: CallOptions): Promise<HomeUser[]> {
  const { users } = await send(identifiedSettingsOf(core), getHomeUsersOperation, { input: undefined, options });
  return users;
}
