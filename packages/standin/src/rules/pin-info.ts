/** Who made a PIN, and who looks at the page for it. */
export interface PinMeeting {
  readonly makerIp: string;
  /** Whether no page of another site had a hand in making it. */
  readonly safeOrigin: boolean;
  readonly viewerIp: string;
}

/** What the sign-in page goes by. */
export interface PinJudgement {
  readonly trusted: boolean;
  readonly ipMatches: boolean;
  readonly isSafeOrigin: boolean;
}

/** Whether the page warns of other addresses: as it finds them, or whatever they are. */
export type SecurityAlert = 'by-address' | 'always' | 'never';

/** What the page warns of. */
export type PinWarning = 'other-address' | 'not-hosted-by-plex';

/**
 * Compares who made a PIN with who looks at it; nobody is trusted beforehand.
 *
 * @rule pin-info.ip-matches
 * @rule pin-info.safe-origin
 */
export function judgePin({ makerIp, safeOrigin, viewerIp }: PinMeeting): PinJudgement {
  return { trusted: false, ipMatches: makerIp === viewerIp, isSafeOrigin: safeOrigin };
}

/**
 * What the page warns of: the alert when the addresses differ, else a notice when another site made the PIN.
 *
 * @rule auth-page.security-alert
 * @rule auth-page.unsafe-origin
 */
export function warningOf(judged: PinJudgement, alert: SecurityAlert): PinWarning | undefined {
  if (judged.trusted) return undefined;
  if (alert === 'always' || (alert === 'by-address' && !judged.ipMatches)) return 'other-address';
  return judged.isSafeOrigin ? undefined : 'not-hosted-by-plex';
}

/** Whether a request that named this origin, or none, came from no page, or from one of Plex's. */
export function isSafeOrigin(origin: string | undefined, own: string): boolean {
  if (origin === undefined) return true;
  if (!URL.canParse(origin)) return false;
  const { hostname } = new URL(origin);
  return hostname === 'plex.tv' || hostname.endsWith('.plex.tv') || origin === own;
}
