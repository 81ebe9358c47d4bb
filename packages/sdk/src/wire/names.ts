/** What an account may be called by. Of a managed user some of it is null, empty or missing, and Plex has done all three. */
export interface Names {
  username?: string | null;
  email?: string | null;
  friendlyName?: string | null;
}

/** The same where a name is there or it isn't. */
export type Named<Account> = Omit<Account, keyof Names> & { username?: string; email?: string; friendlyName?: string };

/** A copy in which a name that is null or empty is missing. */
export function withoutBlankNames<Account extends Names>({
  username,
  email,
  friendlyName,
  ...rest
}: Account): Named<Account> {
  return { ...rest, ...(username && { username }), ...(email && { email }), ...(friendlyName && { friendlyName }) };
}
