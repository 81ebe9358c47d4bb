import type { Section } from './play.js';
import { atHome } from './sections/at-home.js';
import { badDays } from './sections/bad-days.js';
import { closing } from './sections/closing.js';
import { findingAServer } from './sections/finding-a-server.js';
import { fourOperations } from './sections/four-operations.js';
import { knownAndUnknown } from './sections/known-and-unknown.js';
import { lifeOfATransientToken } from './sections/life-of-a-transient-token.js';
import { localPlex } from './sections/local-plex.js';
import { rightTokenEverywhere } from './sections/right-token-everywhere.js';
import { signingIn } from './sections/signing-in.js';
import { tokenThatRenewsItself } from './sections/token-that-renews-itself.js';
import { twoDialects } from './sections/two-dialects.js';
import { whoMayAsk } from './sections/who-may-ask.js';
import { withoutAPassword } from './sections/without-a-password.js';

/** The whole demo, in order. */
export const playbill: readonly Section[] = [
  localPlex,
  fourOperations,
  signingIn,
  withoutAPassword,
  atHome,
  findingAServer,
  whoMayAsk,
  lifeOfATransientToken,
  badDays,
  tokenThatRenewsItself,
  twoDialects,
  rightTokenEverywhere,
  closing,
  knownAndUnknown,
];
