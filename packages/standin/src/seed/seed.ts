/** A person, as a seed's author writes them. */
export interface SeedPersonInput {
  /** A positive integer, unique. */
  readonly id: number;
  /** 16 hexadecimal digits, unique. */
  readonly uuid: string;
  /** Unique; empty for a managed Home user. */
  readonly username: string;
  /** The name that is shown. */
  readonly title: string;
  /** Unique; empty for a managed Home user. */
  readonly email: string;
  readonly friendlyName?: string | undefined;
  /** Two capital letters; `GB` by default. */
  readonly country?: string | undefined;
  /** Seconds since the epoch. */
  readonly joinedAt?: number | undefined;
  /** `free` by default; `lifetime` is a Plex Pass, `lapsed` one that ended. */
  readonly plan?: 'free' | 'lifetime' | 'lapsed' | undefined;
  /** The part in the Plex Home, for who is in it: one admin, adults, managed children. */
  readonly home?: 'admin' | 'adult' | 'managed' | undefined;
  /** The Home PIN: four digits. */
  readonly pin?: string | undefined;
  /** Who has none cannot sign in. */
  readonly password?: string | undefined;
  /** A scrypt PHC string of the password, to save computing it at the start. */
  readonly passwordHash?: string | undefined;
  /** Two-factor sign-in: at least 16 base32 letters. */
  readonly totpSecret?: string | undefined;
  /** Whether only the e-mail address, not the username, signs in; false by default. */
  readonly emailOnlyAuth?: boolean | undefined;
  /** The client identifier the person's first token is made under. */
  readonly clientIdentifier: string;
  /** Members laid over the account document, objects member by member. */
  readonly account?: Readonly<Record<string, unknown>> | undefined;
  /** Members the account document lacks. */
  readonly omit?: readonly string[] | undefined;
}

/** One way to a media server, as plex.tv tells of it. */
export interface SeedConnection {
  /**
   * Where it leads: the name of a server of the seed, or an http or https origin on the loopback interface, which need not
   * answer; the server itself by default.
   */
  readonly to?: string | undefined;
  /** Whether it is on the server's own network; false by default. */
  readonly local?: boolean | undefined;
  /** Whether it goes through a relay; false by default. */
  readonly relay?: boolean | undefined;
}

/** A media server, as a seed's author writes it. */
export interface SeedServerInput {
  /** Unique. */
  readonly name: string;
  /** 40 hexadecimal digits, unique. */
  readonly machineIdentifier: string;
  /** `1.43.4.10903`; before 1.15.4 it knows no sources. */
  readonly version: string;
  /** The key of a person. */
  readonly owner: string;
  /** Keys of people; nobody by default. */
  readonly sharedWith?: readonly string[] | undefined;
  /** The media providers it knows; none by default. */
  readonly providers?: readonly SeedProvider[] | undefined;
  /** The ways to it; by default a local one, a remote one and a relay, which all lead to it. */
  readonly connections?: readonly SeedConnection[] | undefined;
  /** Whether its owner allows only https; false by default. The stand-in answers http all the same. */
  readonly httpsRequired?: boolean | undefined;
  /** Whether plex.tv thinks that it is running; true by default. It answers all the same. */
  readonly presence?: boolean | undefined;
}

/** A media provider, named as in `provider://{identifier}`. */
export interface SeedProvider {
  readonly identifier: string;
  readonly name: string;
}

/** The people and servers a stand-in begins with. */
export interface SeedInput {
  /** By a short name of the author's choice: `alice`. */
  readonly people: Readonly<Record<string, SeedPersonInput>>;
  readonly servers: readonly SeedServerInput[];
}

/** A person whose description was checked, with every default filled in. */
export interface SeedPerson extends SeedPersonInput {
  readonly friendlyName: string;
  readonly country: string;
  readonly joinedAt: number;
  readonly plan: 'free' | 'lifetime' | 'lapsed';
  readonly emailOnlyAuth: boolean;
  readonly account: Readonly<Record<string, unknown>>;
  readonly omit: readonly string[];
}

/** A server whose description was checked, with every default filled in. */
export interface SeedServer extends SeedServerInput {
  readonly sharedWith: readonly string[];
  readonly providers: readonly SeedProvider[];
}

/** A seed that was checked, with every default filled in. */
export interface Seed {
  readonly people: Readonly<Record<string, SeedPerson>>;
  readonly servers: readonly SeedServer[];
}
