/** A Plex token, or a function asked for one before every attempt, so that it may be renewed behind the client's back. */
export type AccessToken = string | (() => string | Promise<string>);

/** The time, and a way to let it pass. Everything the SDK waits for between attempts goes through it. */
export interface Clock {
  /** Milliseconds since the epoch. */
  now(): number;
  /** Resolves after `ms` milliseconds, or rejects with the signal's reason as soon as it aborts. */
  sleep(ms: number, signal?: AbortSignal): Promise<void>;
}

/** What the SDK hands to a {@link FetchLike}: a subset of `RequestInit`, and one hint of our own. */
export interface FetchInit {
  readonly method: string;
  readonly headers: Record<string, string>;
  readonly body: string | null;
  /** Always `manual`: a token never follows a redirect. */
  readonly redirect: 'manual';
  readonly signal: AbortSignal;
  /** True for a request that must not be sent twice, such as a sign-in: give it a connection of its own. */
  readonly once: boolean;
}

/** The part of a web `Response` that the SDK reads. A `Response` satisfies it. */
export interface FetchResponse {
  readonly status: number;
  readonly headers: {
    get(name: string): string | null;
    forEach?(visit: (value: string, name: string) => void): void;
  };
  arrayBuffer(): Promise<ArrayBuffer>;
  /** Read piece by piece where it can be, so that an endless answer can be given up. What was read must not change any more. */
  readonly body?: {
    getReader?(): {
      read(): Promise<{ done: boolean; value?: Uint8Array | undefined }>;
    };
  } | null;
}

/** A `fetch`, or anything shaped like it. The hook for proxies, certificates, pools and tests. */
export interface FetchLike {
  (url: string, init: FetchInit): Promise<FetchResponse>;
  /** Makes what the `signal` of each request comes from, where that can be had for less than an `AbortController`. */
  controller?(): Pick<AbortController, 'abort' | 'signal'>;
}

/** Exponential back-off. All times in milliseconds. */
export interface BackoffStrategy {
  /** The wait before the first retry. Default 500. */
  initialInterval: number;
  /** No wait is longer, unless the server asks for it with `Retry-After`. Default 60,000. */
  maxInterval: number;
  /** Each wait is this many times the one before. Default 1.5. */
  exponent: number;
  /** No attempt starts later than this after the first one. Default 3,600,000. */
  maxElapsedTime: number;
}

/** Whether and how a call that failed is repeated: on 429, 500, 502, 503 and 504, and on connection errors if asked to. */
export type RetryConfig =
  | { strategy: 'none' }
  | {
      strategy: 'backoff';
      /** Missing: `{ initialInterval: 500, maxInterval: 60_000, exponent: 1.5, maxElapsedTime: 3_600_000 }`. */
      backoff?: BackoffStrategy | undefined;
      /** Also repeat when no answer came: connection errors and attempts that ran out of time. Default false. */
      retryConnectionErrors?: boolean | undefined;
    };

/** Who is asking: Plex's ten identity headers. Empty values are not sent. */
export interface Identity {
  /** `X-Plex-Client-Identifier`: opaque, one per installation, kept for good. Plex knows the device by it. */
  clientID?: string | undefined;
  /** `X-Plex-Product`: the name people see on the consent page and in their device list. */
  clientName?: string | undefined;
  /** `X-Plex-Version`. */
  clientVersion?: string | undefined;
  /** `X-Plex-Platform`. */
  clientPlatform?: string | undefined;
  /** `X-Plex-Platform-Version`. */
  platformVersion?: string | undefined;
  /** `X-Plex-Device-Name` and, unless `device` is given, `X-Plex-Device`. Any script: it is sent as UTF-8. */
  deviceName?: string | undefined;
  /** `X-Plex-Device`. */
  device?: string | undefined;
  /** `X-Plex-Device-Vendor`. */
  deviceVendor?: string | undefined;
  /** `X-Plex-Model`. */
  model?: string | undefined;
  /** `X-Plex-Marketplace`. */
  marketplace?: string | undefined;
}

/** Where plex.tv is, for those who test against something else. */
export interface PlexEndpoints {
  /** The base of the account calls. Default `https://plex.tv/api/v2`. */
  account: string;
  /** The base of the calls that Plex's own page makes too, PINs above all. Default: `account` if it was given, else `https://clients.plex.tv/api/v2`. */
  clients: string;
  /** Plex's page that people sign in on. Default `https://app.plex.tv/auth`. */
  authApp: string;
}

/** What a client and a single call may both say. */
export interface CallDefaults {
  /** Milliseconds for each attempt, answer body included. `Infinity` for none. Default 30,000. */
  timeout?: number | undefined;
  /** Used instead of the global `fetch`, which is looked up at each call. */
  fetch?: FetchLike | undefined;
}

/** What a single call may say. */
export interface CallOptions extends CallDefaults {
  /** Replaces the client's retry policy for this call. */
  retries?: RetryConfig | undefined;
  /** Replaces the address this call goes to: the media server, or the base of the account calls. */
  serverURL?: string | URL | undefined;
  /** Ends the call at once, even in a wait: the promise rejects with `signal.reason`. */
  signal?: AbortSignal | undefined;
}

/** What the standalone functions can be told through a `PlexCore`. All of it is optional. */
export interface PlexCoreOptions extends CallDefaults, Identity {
  /** Sent as `X-Plex-Token`, in a header, to the address a call is made for and nowhere else. */
  accessToken?: AccessToken | undefined;
  /** The media server's address. */
  serverURL?: string | URL | undefined;
  /** Moves what goes to plex.tv, for tests. A `PlexCore` has calls to `account` only. */
  endpoints?: { [Name in keyof PlexEndpoints]?: PlexEndpoints[Name] | undefined } | undefined;
  /** Allows account calls over plain http to another machine. Default false: they must be https or loopback. */
  allowInsecure?: boolean | undefined;
  /** The retry policy of every call but the sign-in. Default: at most two retries within five seconds. */
  retryConfig?: RetryConfig | undefined;
  /** The time that waits between attempts and `Retry-After` dates are measured by. */
  clock?: Clock | undefined;
}

/** Everything a client can be told: the same, a logger, and a media server's address in parts, which `serverURL` beats. */
export interface PlexAPIOptions extends PlexCoreOptions {
  /** With `ip`: `https` (the default) or `http`. */
  protocol?: 'http' | 'https' | undefined;
  /** The media server's address or host name, without port. */
  ip?: string | undefined;
  /** With `ip`: the port. Default 32400. */
  port?: number | string | undefined;
  /** Gets one line for each exchange, with every secret left out. */
  debugLogger?: { debug(message: string): void } | undefined;
}
