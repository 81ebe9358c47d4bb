import { withoutBlankNames } from './names.js';
import { conforms, demand, flag, list, type Members, number, text } from './read.js';

/** Somebody of the Home. Members not named here pass as Plex sent them. */
export interface HomeUser {
  readonly id: number;
  /** What a switch calls them by. */
  readonly uuid: string;
  /** The name to show. */
  readonly title: string;
  /** Undefined for managed users. */
  readonly username?: string;
  /** Undefined for managed users. */
  readonly email?: string;
  readonly friendlyName?: string;
  /** The picture's address. */
  readonly thumb?: string | null;
  /** Whether the Home is theirs. */
  readonly admin: boolean;
  readonly guest: boolean;
  /** Whether they are a managed user. */
  readonly restricted: boolean;
  /** Whether a switch to them wants a PIN. */
  readonly protected: boolean;
  readonly hasPassword?: boolean | null;
  /** Epoch seconds. */
  readonly updatedAt?: number | null;
  /** What a managed user may see, such as `little_kid`. Plex may lengthen the list. */
  readonly restrictionProfile?: string | null;
}

/** The same as plex.tv tells it: only `id` and `uuid` are sure to be there. */
type Told = { -readonly [Name in keyof HomeUser]?: HomeUser[Name] | null } & { id: number; uuid: string };

const row: Members<Told> = {
  id: number,
  uuid: text,
  title: text,
  username: text,
  email: text,
  friendlyName: text,
  admin: flag,
  guest: flag,
  restricted: flag,
  protected: flag,
};

const rows = list((entry): entry is Told => conforms(entry, row, ['id', 'uuid']));

/**
 * The people of a Home; who has no number or no uuid is left out.
 * @throws Mismatch when there is no list of them.
 */
export function readHomeUsers(body: unknown): HomeUser[] {
  const { users } = demand<{ users: Told[] }>(body, { users: rows }, ['users']);
  return users.map((told) => {
    const { title, admin, guest, restricted, protected: behindPin, ...rest } = withoutBlankNames(told);
    return {
      ...rest,
      title: title || rest.username || rest.friendlyName || '',
      admin: admin === true,
      guest: guest === true,
      restricted: restricted === true,
      protected: behindPin === true,
    };
  });
}
