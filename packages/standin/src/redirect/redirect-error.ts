/** What went wrong, for a `switch`. */
export type RedirectErrorCode =
  /** `TICKETSTUB_URL` is not set: nothing runs. */
  | 'URL_MISSING'
  /** `TICKETSTUB_URL` is not the origin of a stand-in: nothing runs. */
  | 'URL_INVALID'
  /** A host of plex.tv that the stand-in does not play: nothing was sent. */
  | 'NOT_PLAYED'
  /** A connection to plex.tv by a way that the redirect does not turn: nothing was sent. */
  | 'NOT_REDIRECTED';

/** Every failure of the redirect; it holds no path, no query and no part of an address but a host of plex.tv. */
export class RedirectError extends Error {
  override readonly name = 'RedirectError';
  /** What went wrong, for a `switch`. */
  readonly code: RedirectErrorCode;

  constructor(code: RedirectErrorCode, message: string) {
    super(message);
    this.code = code;
  }
}
