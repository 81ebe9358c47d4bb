import { type CastOptions, StandInError, type StandInFixtures, fixturesFor } from './index.js';

export type { CastOptions, StandIn, StandInFixtures } from './index.js';

/** Options of a stand-in with the built-in cast, and of the browser of a test. */
export interface PlaywrightOptions extends CastOptions {
  /**
   * Whether pages may open others; `'allowed'` by default. With `'blocked'` `window.open` gives them null, as behind a
   * pop-up blocker, but where it names the window that they are in.
   */
  readonly popUps?: 'allowed' | 'blocked';
}

/** As much of a browser's context as takes scripts that run before those of a page. */
export interface Scripted {
  addInitScript(script: string): Promise<unknown>;
}

/** The fixtures as Playwright's `test.extend` takes them. */
export interface PlaywrightFixtures extends StandInFixtures<'worker'> {
  /** Playwright's own, with the pop-ups of its pages blocked if so asked for. */
  context: <Context extends Scripted>(
    given: { context: Context },
    use: (context: Context) => Promise<void>,
  ) => Promise<void>;
}

/** What a page sees of a pop-up blocker. */
const BLOCKER = `(() => {
  const { open } = window;
  window.open = (url, target = '_blank', ...rest) =>
    /^_(self|parent|top)$/i.test(target) ? open.call(window, url, target, ...rest) : null;
})();`;

/**
 * Fixtures for Playwright Test: a test that names `standIn` gets one that was started for its worker and reset for it.
 *
 * ```ts
 * const test = base.extend<{ standIn: StandIn }, { startedStandIn: StandIn }>(standInFixtures());
 * ```
 *
 * @throws {StandInError} `INVALID_OPTIONS` for pop-ups that are neither; for what a stand-in cannot use once one is started.
 */
export function standInFixtures({ popUps = 'allowed', ...options }: PlaywrightOptions = {}): PlaywrightFixtures {
  if (!['allowed', 'blocked'].includes(popUps)) {
    throw new StandInError('INVALID_OPTIONS', 'popUps: expected allowed or blocked');
  }
  return {
    ...fixturesFor('worker', options),
    context: async ({ context }, use) => {
      if (popUps === 'blocked') await context.addInitScript(BLOCKER);
      await use(context);
    },
  };
}
