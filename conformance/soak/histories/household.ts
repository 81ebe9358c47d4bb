import type { CastName, StandIn } from '@ticketstub/standin';

/** The media servers of the cast. */
export type ServerName = 'Attic' | 'Cellar';

/** Somebody of the cast as the documentation introduces them, with the credentials a stand-in gave out. */
export interface Member {
  readonly name: CastName;
  readonly email: string;
  readonly username: string;
  readonly password: string;
  readonly uuid: string;
  readonly totpSecret: string | undefined;
  /** Whether the username does not sign them in. */
  readonly emailOnly: boolean;
  readonly inHome: boolean;
  /** The PIN before a switch to them; undefined for who has none. */
  readonly homePin: string | undefined;
  /** What kind their first token is, and under which client identifier it was made. */
  readonly first: { readonly kind: 'account' | 'home'; readonly token: string; readonly client: string };
  /** The servers they were given a token for, theirs and others'. */
  readonly serverTokens: ReadonlyMap<ServerName, string>;
  readonly owns: readonly ServerName[];
}

/** Both servers, in the order the stand-in lists them. */
export const serverNames: readonly ServerName[] = ['Attic', 'Cellar'];

/** Everybody of the cast. */
export const castNames: readonly CastName[] = ['alice', 'bruno', 'carla', 'dana', 'eve', 'finn'];

/** Who is in the Home. */
export const homeNames: readonly CastName[] = ['alice', 'bruno', 'carla'];

/** The Home PINs that the guide gives. */
const homePins: Partial<Record<CastName, string>> = { alice: '1379', carla: '2468' };

/** Who there is, from what a started stand-in hands to a test and what the guide says of each. */
export function household(standIn: StandIn): readonly Member[] {
  return castNames.map((name) => {
    const { email, username, password, uuid, totpSecret, token, clientIdentifier, serverTokens } = standIn.people[name];
    const tokens = serverNames.flatMap((server): [ServerName, string][] => {
      const found = serverTokens[standIn.servers.find((one) => one.name === server)?.machineIdentifier ?? ''];
      return found === undefined ? [] : [[server, found]];
    });
    return {
      name,
      email,
      username,
      password,
      uuid,
      totpSecret,
      emailOnly: name === 'eve',
      inHome: homeNames.includes(name),
      homePin: homePins[name],
      // A managed child has no sign-in of its own: its token comes of a switch to that Home member.
      first: { kind: name === 'carla' ? 'home' : 'account', token, client: clientIdentifier },
      serverTokens: new Map(tokens),
      owns: name === 'alice' ? serverNames : [],
    };
  });
}
