/** The kinds of Plex token: what they open, and how long they live, differs. */
export type TokenKind = 'account' | 'jwt' | 'home' | 'server' | 'transient';

/** That a token was answered 401 somewhere. */
export interface TokenRefusal {
  /** `plex.tv`, or a machine identifier. */
  readonly by: string;
  /** Milliseconds since the epoch. */
  readonly at: number;
}

/** A token, with all that decides where it works. */
export interface HeldToken {
  /** `account`: opaque, of a sign-in. `jwt`: of a device key. `home`: opaque, of a Home switch. `server`: one server's own. */
  readonly kind: TokenKind;
  readonly token: string;
  /** The client identifier that it belongs to: its device. */
  readonly clientID: string;
  /** The uuid of whom it speaks for; undefined while nobody has asked: then it is the session's own person. */
  readonly owner?: string | undefined;
  /** Of a server or transient token: the machine identifier it is for. */
  readonly server?: string | undefined;
  /** When it was got, in milliseconds since the epoch. */
  readonly issuedAt?: number | undefined;
  /** When it ends by itself, in milliseconds since the epoch; undefined for what has no end. */
  readonly expiresAt?: number | undefined;
  readonly refusals?: readonly TokenRefusal[] | undefined;
  /** True for a server's token that came from the caller: the resources that don't know it take nothing away. */
  readonly adopted?: boolean | undefined;
}

/** A device key of the session's own person, which gets JWTs. */
export interface HeldKey {
  readonly clientID: string;
  /** Whether a JWT was ever had for it: the first one ends the opaque token of its client identifier. */
  readonly used: boolean;
  /** Since when plex.tv knows it no more. */
  readonly endedAt?: number | undefined;
}

/** All that a session has of a person, and of the Home people that it has switched to. */
export interface Held {
  readonly tokens: readonly HeldToken[];
  readonly key?: HeldKey | undefined;
  /** The client identifier to switch to other people of the Home under. Default: that of the token that asks. */
  readonly switchClientID?: string | undefined;
}

/** What somebody's resources said when they were asked last. */
export interface ToldServers {
  /** The uuid of whose they are; undefined while nobody has asked: then it is the session's own person. */
  readonly person?: string | undefined;
  /** When plex.tv said so, in milliseconds since the epoch. */
  readonly at: number;
  /** Machine identifiers of servers that are theirs. */
  readonly owned: readonly string[];
  /** Machine identifiers of servers of others that they may use. */
  readonly shared: readonly string[];
}

/** Whether a media server took a JWT when somebody tried. */
export interface JwtTrial {
  /** A machine identifier. */
  readonly server: string;
  readonly accepted: boolean;
  /** Milliseconds since the epoch. */
  readonly at: number;
  /** The address at which it was tried, for the next time. */
  readonly url: string;
}

/** Somebody of the Home. */
export interface HomePerson {
  readonly uuid: string;
  /** Whether a switch to them wants a PIN. */
  readonly protected: boolean;
}

/** Who plex.tv said was in the Home. */
export interface ToldHome {
  /** Milliseconds since the epoch. */
  readonly at: number;
  readonly people: readonly HomePerson[];
}

/** What is known of the world that tokens are for. */
export interface Facts {
  /** Milliseconds since the epoch. */
  readonly now: number;
  /** The uuid of the session's own person, once it is known. */
  readonly self?: string | undefined;
  /** By person. Whoever is missing has not been asked for. */
  readonly servers?: readonly ToldServers[] | undefined;
  /** Only what was tried: nobody has tried the others. */
  readonly jwtTrials?: readonly JwtTrial[] | undefined;
  /** Who is in the Home; undefined while nobody has asked. */
  readonly home?: ToldHome | undefined;
  /** Whether the PIN of whom the token is wanted for is at hand. */
  readonly hasPin?: boolean | undefined;
}

/** Where a token is to be used. */
export type Destination =
  | 'plex.tv'
  | {
      /** A machine identifier. Left out: plex.tv. */
      readonly server?: string | undefined;
      /** The uuid of somebody of the Home to be there. Left out: the session's own person. */
      readonly as?: string | undefined;
    };

/** A destination, taken apart. */
export interface Place {
  /** A machine identifier; undefined for plex.tv. */
  readonly server: string | undefined;
  /** A uuid; undefined for the session's own person. */
  readonly person: string | undefined;
}
